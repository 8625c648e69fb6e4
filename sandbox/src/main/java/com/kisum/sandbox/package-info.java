/** A whole platform on one machine: real stores, stand-in Auth and Core, an echoing backend, and the gateway in front. */
@NullMarked
package com.kisum.sandbox;

import org.jspecify.annotations.NullMarked;
