package com.kisum.policy.file;

import com.kisum.policy.route.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * A value that someone wrote, and where.
 *
 * @param value null when what they wrote was wrong; that was said already
 */
record Stated<T>(SourcePosition position, @Nullable T value) {}
