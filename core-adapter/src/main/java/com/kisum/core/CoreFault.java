package com.kisum.core;

/**
 * What kept Core from answering? An exception only as far as the circuit breaker, which counts exceptions; behind it, it
 * is an {@link EntitlementAnswer.Outage}. What does not speak against Core as a whole never becomes one.
 */
final class CoreFault extends RuntimeException {
    private final CallOutcome outcome;

    CoreFault(CallOutcome outcome, String cause) {
        // Without a stack trace: it says what the network did, not where our code was.
        super(cause, null, false, false);
        this.outcome = outcome;
    }

    CallOutcome outcome() {
        return outcome;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
