package com.kisum.policyctl;

/** Ends a command early, with a message for the person who gave it and an exit code for their script. */
final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exit;

    Stop(int exit, String message) {
        super(message, null, false, false);
        this.exit = exit;
    }

    int exit() {
        return exit;
    }
}
