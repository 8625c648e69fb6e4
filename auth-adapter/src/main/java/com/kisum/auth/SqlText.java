package com.kisum.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What do we ask the database? The statements stand in files beside the classes, where another column's name is one line. */
final class SqlText {
    private SqlText() {}

    static String of(String file) {
        try (InputStream stream = SqlText.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("missing from the jar: " + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
