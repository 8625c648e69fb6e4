/** Telling the gateway that something changed, without making anyone wait for it. */
@NullMarked
package com.kisum.sandbox.announce;

import org.jspecify.annotations.NullMarked;
