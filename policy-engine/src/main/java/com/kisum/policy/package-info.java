/**
 * The decision: may this caller do this? Pure and total. The facts are gathered elsewhere; the answer is written
 * elsewhere.
 */
@NullMarked
package com.kisum.policy;

import org.jspecify.annotations.NullMarked;
