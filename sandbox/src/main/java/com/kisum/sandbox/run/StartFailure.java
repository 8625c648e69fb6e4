package com.kisum.sandbox.run;

/** Why did the sandbox not start? Its message is a sentence for a person, and all that a person gets to see. */
public final class StartFailure extends Exception {
    public StartFailure(String message) {
        super(message);
    }

    public StartFailure(String message, Throwable cause) {
        super(message + " (" + cause.getMessage() + ")", cause);
    }
}
