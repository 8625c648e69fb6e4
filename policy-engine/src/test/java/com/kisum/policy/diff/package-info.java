/** Policies that differ in one thing, and seeded random pairs held against the engine's own decisions. */
@NullMarked
package com.kisum.policy.diff;

import org.jspecify.annotations.NullMarked;
