package com.kisum.policy.diff;

/** What does a change do to the people who ask? In the order in which an operator wants to read. */
public enum Effect {
    /** Someone passes who did not. */
    OPENS,
    /** Some pass who did not, others no longer pass. */
    OPENS_AND_CLOSES,
    /** Someone no longer passes. */
    CLOSES,
    /** The same people pass, and something else about their requests changes. */
    NEITHER;

    static Effect of(boolean gains, boolean loses) {
        if (gains) {
            return loses ? OPENS_AND_CLOSES : OPENS;
        }
        return loses ? CLOSES : NEITHER;
    }

    public boolean opens() {
        return this == OPENS || this == OPENS_AND_CLOSES;
    }

    public boolean closes() {
        return this == CLOSES || this == OPENS_AND_CLOSES;
    }

    @Override
    public String toString() {
        return switch (this) {
            case OPENS -> "opens";
            case OPENS_AND_CLOSES -> "opens and closes";
            case CLOSES -> "closes";
            case NEITHER -> "changes";
        };
    }
}
