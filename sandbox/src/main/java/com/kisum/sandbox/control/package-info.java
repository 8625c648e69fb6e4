/** The sandbox's own levers: what fails, and how. */
@NullMarked
package com.kisum.sandbox.control;

import org.jspecify.annotations.NullMarked;
