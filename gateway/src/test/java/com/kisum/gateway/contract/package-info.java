/** What the gateway promises to those outside, held to it over real HTTP. */
@NullMarked
package com.kisum.gateway.contract;

import org.jspecify.annotations.NullMarked;
