package com.kisum.core;

/** What came of a call: the answer, and how it is counted. */
record Reading(CallOutcome outcome, EntitlementAnswer answer) {
    static Reading outage(CallOutcome outcome, String cause) {
        return new Reading(outcome, new EntitlementAnswer.Outage(cause));
    }
}
