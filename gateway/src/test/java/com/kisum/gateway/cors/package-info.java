/** How CORS is configured. */
@NullMarked
package com.kisum.gateway.cors;

import org.jspecify.annotations.NullMarked;
