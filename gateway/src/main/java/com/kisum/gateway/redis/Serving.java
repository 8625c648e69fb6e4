package com.kisum.gateway.redis;

import com.kisum.gateway.fact.PushListener;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.lettuce.core.cluster.SlotHash;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is kept towards one primary? Three connections, because none may hold up another: questions, announced changes (which wait
 * for a replica), and what it tells by itself.
 */
final class Serving {
    /** With so many numbers, a primary that owns a single slot of 16,384 has missed out in less than one of a billion cases. */
    private static final int MOST_NUMBERS = 400_000;

    private final Lines lines;
    private final RedisKeys keys;
    private final int number;
    private final Asking asking;
    private final Announcing announcing;
    private volatile Primary primary;
    private volatile String heartbeatKey;
    private volatile String markKey;
    private @Nullable Tracking tracking;

    Serving(Primary primary, int number, Lines lines, CircuitBreakerRegistry breakers, Runnable lookAgain) {
        this.lines = lines;
        this.keys = lines.keys();
        this.number = number;
        this.primary = primary;
        this.heartbeatKey = ownKey(primary, n -> keys.heartbeat(lines.replica(), n));
        this.markKey = ownKey(primary, n -> keys.mark(lines.replica(), n));
        this.asking = new Asking(primary, number, lines, breakers, lookAgain);
        this.announcing = new Announcing(this, lines, lookAgain);
        asking.line().open();
        announcing.line().open();
    }

    String id() {
        return primary.id();
    }

    int number() {
        return number;
    }

    Primary primary() {
        return primary;
    }

    Asking asking() {
        return asking;
    }

    Announcing announcing() {
        return announcing;
    }

    String heartbeatKey() {
        return heartbeatKey;
    }

    String markKey() {
        return markKey;
    }

    /** The same server, with other slots or replicas. */
    void become(Primary changed) {
        if (!changed.owns(SlotHash.getSlot(heartbeatKey))) {
            heartbeatKey = ownKey(changed, n -> keys.heartbeat(lines.replica(), n));
        }
        if (!changed.owns(SlotHash.getSlot(markKey))) {
            markKey = ownKey(changed, n -> keys.mark(lines.replica(), n));
        }
        primary = changed;
    }

    void track(PushListener listener, RedisMeters meters, Runnable lookAgain) {
        Tracking begun = new Tracking(this, lines, listener, meters, lookAgain);
        tracking = begun;
        begun.line().open();
    }

    /** Before those who listen are told that it is a primary no more. */
    void silence() {
        if (tracking != null) {
            tracking.silence();
        }
    }

    void close() {
        asking.line().close();
        announcing.line().close();
        if (tracking != null) {
            tracking.silence();
            tracking.line().close();
        }
    }

    private static String ownKey(Primary owner, IntFunction<String> named) {
        for (int number = 0; number < MOST_NUMBERS; number++) {
            String key = named.apply(number);
            if (owner.owns(SlotHash.getSlot(key))) {
                return key;
            }
        }
        return named.apply(0); // Redis will say that it is elsewhere, and we look again.
    }
}
