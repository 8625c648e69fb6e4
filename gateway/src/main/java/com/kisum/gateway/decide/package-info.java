/** The journey: one request from the door to the backend, in one order. */
@NullMarked
package com.kisum.gateway.decide;

import org.jspecify.annotations.NullMarked;
