/** The only configuration classes. */
@NullMarked
package com.kisum.gateway.wiring;

import org.jspecify.annotations.NullMarked;
