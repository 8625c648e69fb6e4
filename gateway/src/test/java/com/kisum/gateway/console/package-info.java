/** What operators see, as a real browser shows it. */
@NullMarked
package com.kisum.gateway.console;

import org.jspecify.annotations.NullMarked;
