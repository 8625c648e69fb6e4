package com.kisum.auth;

import com.kisum.policy.access.CompanyId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Auth's aggregation in memory. A token it was not told of belongs to a session that ended. */
public final class FakeAggregatedAccess implements AggregatedAccessSource {
    private record Asking(CompanyId company, String token) {}

    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Map<Asking, AggregatedAnswer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean outage;

    /** The token's session lives; which companies its bearer is a member of is for {@link #access}. */
    public FakeAggregatedAccess live(String token) {
        tokens.add(token);
        return this;
    }

    public FakeAggregatedAccess access(String token, AggregatedAnswer.Access access) {
        answers.put(new Asking(access.grants().company(), token), access);
        return live(token);
    }

    public FakeAggregatedAccess revoke(String token) {
        tokens.remove(token);
        return this;
    }

    public FakeAggregatedAccess outage(boolean on) {
        outage = on;
        return this;
    }

    /** How often it was asked, outages included. */
    public int asked() {
        return asked.get();
    }

    @Override
    public Mono<AggregatedAnswer> access(CompanyId company, String token) {
        return Mono.fromSupplier(() -> {
            asked.incrementAndGet();
            if (outage) {
                return new AggregatedAnswer.Outage("a fake outage");
            }
            return tokens.contains(token)
                    ? answers.getOrDefault(new Asking(company, token), new AggregatedAnswer.NotAMember())
                    : new AggregatedAnswer.SessionRevoked();
        });
    }
}
