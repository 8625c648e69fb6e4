package com.kisum.gateway.door;

import com.kisum.gateway.answer.Answer;

/** What did the door say? */
sealed interface DoorCheck {
    record Passed(Received received) implements DoorCheck {}

    record Refused(Answer answer, RequestTrace trace) implements DoorCheck {}
}
