/** What the terminal shows of everything that is logged. */
@NullMarked
package com.kisum.sandbox.terminal;

import org.jspecify.annotations.NullMarked;
