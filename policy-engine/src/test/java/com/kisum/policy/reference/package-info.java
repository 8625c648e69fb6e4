/**
 * A second engine, slow and obvious, written from the design's sections 4 and 5 and from nothing else, and the random
 * worlds on which the fast one is held against it. It shares plain data types with the engine and no code.
 */
@NullMarked
package com.kisum.policy.reference;

import org.jspecify.annotations.NullMarked;
