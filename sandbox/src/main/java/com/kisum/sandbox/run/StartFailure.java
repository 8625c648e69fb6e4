package com.kisum.sandbox.run;

import java.nio.file.FileSystemException;
import java.util.Objects;

/** Why did the sandbox not start? Its message is a sentence for a person, and all that a person gets to see. */
public final class StartFailure extends Exception {
    public StartFailure(String message) {
        super(message);
    }

    public StartFailure(String message, Throwable cause) {
        super(message + " (" + inOneLine(cause) + ")", cause);
    }

    private static String inOneLine(Throwable cause) {
        String kind = cause.getClass().getSimpleName();
        String said = Objects.requireNonNullElse(cause.getMessage(), "").lines().findFirst().orElse(kind);
        // Of a file these say the name only.
        return cause instanceof FileSystemException ? kind + " " + said : said;
    }
}
