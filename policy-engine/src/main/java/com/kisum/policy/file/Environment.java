package com.kisum.policy.file;

import org.jspecify.annotations.Nullable;

/** Where {@code ${NAME}} in {@code backends} gets its value: the process's environment, or a test's. */
public interface Environment {
    Environment EMPTY = name -> null;

    @Nullable
    String valueOf(String name);
}
