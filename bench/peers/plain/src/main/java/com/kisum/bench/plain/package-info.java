/** A peer of bench/compare: nothing of ours is in it. */
@NullMarked
package com.kisum.bench.plain;

import org.jspecify.annotations.NullMarked;
