/**
 * What no test may do unnoticed: block an event loop, or keep a buffer. Tests of the modules that use Netty have this on their class
 * path, and the build starts them with the switches that it needs.
 */
@NullMarked
package com.kisum.watch;

import org.jspecify.annotations.NullMarked;
