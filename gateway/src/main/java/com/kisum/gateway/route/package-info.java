/** Which policy is in force, and which of its routes takes a request. */
@NullMarked
package com.kisum.gateway.route;

import org.jspecify.annotations.NullMarked;
