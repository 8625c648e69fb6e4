/** A browser that nobody here wrote, for the tests of what pages are answered: the console's, and those of other origins. */
@NullMarked
package com.kisum.browser;

import org.jspecify.annotations.NullMarked;
