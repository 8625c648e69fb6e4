/**
 * What the engine knows, said to people: reasons, remedies, steps and settings in plain words. Pure text from pure
 * values; who prints it, and where, is for others to decide.
 */
@NullMarked
package com.kisum.policy.words;

import org.jspecify.annotations.NullMarked;
