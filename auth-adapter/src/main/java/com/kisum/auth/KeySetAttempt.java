package com.kisum.auth;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How far is this one call for the key set: to come, under way, or over? Who waits for it may leave; the call goes on. */
final class KeySetAttempt {
    private final long at;
    private final long forUnknownKeyAt;
    private final Sinks.One<KeySetAnswer> answer = Sinks.one();
    private volatile boolean begun;
    private volatile @Nullable KeySetAnswer ended;

    /**
     * @param at when it is to begin
     * @param forUnknownKeyAt when an unknown key last caused an attempt, this one included
     */
    KeySetAttempt(long at, long forUnknownKeyAt) {
        this.at = at;
        this.forUnknownKeyAt = forUnknownKeyAt;
    }

    long at() {
        return at;
    }

    long forUnknownKeyAt() {
        return forUnknownKeyAt;
    }

    /** Before anything is sent: whoever found that it had not begun came before the question. */
    void begin() {
        begun = true;
    }

    void end(KeySetAnswer with) {
        ended = with;
        answer.emitValue(with, Sinks.EmitFailureHandler.FAIL_FAST);
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isOver() {
        return ended != null;
    }

    /** What went wrong, if it is over and something did. */
    KeySetAnswer.@Nullable Outage outage() {
        return ended instanceof KeySetAnswer.Outage outage ? outage : null;
    }

    Mono<KeySetAnswer> answer() {
        return answer.asMono();
    }
}
