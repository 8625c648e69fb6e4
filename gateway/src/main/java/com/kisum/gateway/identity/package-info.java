/** Whose request is it? The token, its session, and the user behind it. */
@NullMarked
package com.kisum.gateway.identity;

import org.jspecify.annotations.NullMarked;
