package com.kisum.auth;

import com.kisum.policy.access.UserId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Users in memory. */
public final class FakeUsers implements UserSource {
    private final Map<UserId, UserAnswer> users = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean outage;

    public FakeUsers active(UserId user, long tokenVersion) {
        users.put(user, new UserAnswer.Active(tokenVersion));
        return this;
    }

    public FakeUsers inactive(UserId user, long tokenVersion) {
        users.put(user, new UserAnswer.Inactive(tokenVersion));
        return this;
    }

    public FakeUsers outage(boolean on) {
        outage = on;
        return this;
    }

    /** How often it was asked, outages included. */
    public int asked() {
        return asked.get();
    }

    @Override
    public Mono<UserAnswer> user(UserId user) {
        return Mono.fromSupplier(() -> {
            asked.incrementAndGet();
            return outage
                    ? new UserAnswer.Outage("a fake outage")
                    : users.getOrDefault(user, new UserAnswer.Inactive(0));
        });
    }
}
