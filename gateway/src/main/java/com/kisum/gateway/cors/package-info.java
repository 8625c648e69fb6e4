/** Which pages of other origins may read our answers, and how a browser is told. */
@NullMarked
package com.kisum.gateway.cors;

import org.jspecify.annotations.NullMarked;
