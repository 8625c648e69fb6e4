/** Which policy is in force, and when does an edit take over? */
@NullMarked
package com.kisum.gateway.route;

import org.jspecify.annotations.NullMarked;
