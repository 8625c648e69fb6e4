package com.kisum.gateway.door;

import com.kisum.gateway.answer.Answer;

/** What did the door say? */
sealed interface DoorCheck {
    record Passed(Received received) implements DoorCheck {}

    /**
     * @param startedNanos on the monotonic clock, as of those that passed
     */
    record Refused(Answer answer, RequestTrace trace, long startedNanos) implements DoorCheck {}
}
