package com.kisum.auth;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Sessions in memory. */
public final class FakeSessions implements SessionSource {
    /** Later than any test. */
    public static final Instant ENDS_AT = Instant.parse("2100-01-01T00:00:00Z");

    private final Map<SessionId, SessionAnswer.Live> live = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean outage;

    public FakeSessions live(SessionId session, UserId user) {
        return live(session, user, ENDS_AT);
    }

    public FakeSessions live(SessionId session, UserId user, Instant endsAt) {
        live.put(session, new SessionAnswer.Live(user, endsAt));
        return this;
    }

    public FakeSessions end(SessionId session) {
        live.remove(session);
        return this;
    }

    public FakeSessions outage(boolean on) {
        outage = on;
        return this;
    }

    /** How often it was asked, outages included. */
    public int asked() {
        return asked.get();
    }

    @Override
    public Mono<SessionAnswer> session(SessionId session) {
        return Mono.fromSupplier(() -> {
            asked.incrementAndGet();
            if (outage) {
                return new SessionAnswer.Outage("a fake outage");
            }
            SessionAnswer known = live.get(session);
            return known == null ? new SessionAnswer.Ended() : known;
        });
    }
}
