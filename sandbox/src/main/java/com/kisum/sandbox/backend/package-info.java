/** The one backend that stands for all: it tells what reached it. */
@NullMarked
package com.kisum.sandbox.backend;

import org.jspecify.annotations.NullMarked;
