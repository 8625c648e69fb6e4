/**
 * The compiled policy: routes with everything a route says, the requirement of each, and the index that finds the one
 * route for a method and a path. Immutable, and knows nothing of the file it came from but where to point.
 */
@NullMarked
package com.kisum.policy.route;

import org.jspecify.annotations.NullMarked;
