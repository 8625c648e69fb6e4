/** What begins, ends, and how a person is told that it did not begin. */
@NullMarked
package com.kisum.sandbox.run;

import org.jspecify.annotations.NullMarked;
