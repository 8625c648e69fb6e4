/** What operators look at: one page on the management port, and what it shows. Nothing can be changed here. */
@NullMarked
package com.kisum.gateway.console;

import org.jspecify.annotations.NullMarked;
