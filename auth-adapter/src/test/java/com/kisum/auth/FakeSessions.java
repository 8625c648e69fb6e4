package com.kisum.auth;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Sessions in memory. */
public final class FakeSessions implements SessionSource {
    private final Map<SessionId, UserId> live = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean outage;

    public FakeSessions live(SessionId session, UserId user) {
        live.put(session, user);
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
            UserId user = live.get(session);
            return user == null ? new SessionAnswer.Ended() : new SessionAnswer.Live(user);
        });
    }
}
