package com.kisum.gateway.limit;

import java.time.Duration;

/** May a request go on? */
public sealed interface Passage {
    record Passed() implements Passage {}

    /**
     * @param retryAfter until when there is room for one more
     */
    record Refused(Duration retryAfter) implements Passage {}
}
