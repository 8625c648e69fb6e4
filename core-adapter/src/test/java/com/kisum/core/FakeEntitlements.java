package com.kisum.core;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What if Core said exactly this? The port without a network, for the tests of those who ask it. A company that it was
 * never told of is an outage, as it is at Core, whose 404 is no answer.
 */
public final class FakeEntitlements implements EntitlementSource {
    private final Map<CompanyId, Entitlements> known = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable String outage;
    private volatile Sinks.Empty<Void> gate = open();

    public FakeEntitlements knows(Entitlements entitlements) {
        known.put(entitlements.company(), entitlements);
        return this;
    }

    public void forgets(CompanyId company) {
        known.remove(company);
    }

    public void goesDown(String cause) {
        outage = cause;
    }

    public void comesBack() {
        outage = null;
    }

    /** Answers to what is asked from now on wait for {@link #release()}; what they say is what is known when asked. */
    public void hold() {
        gate = Sinks.empty();
    }

    public void release() {
        gate.tryEmitEmpty();
    }

    /** How often it was asked, that is, subscribed to. */
    public int asked() {
        return asked.get();
    }

    @Override
    public Mono<EntitlementAnswer> entitlementsOf(CompanyId company) {
        return Mono.defer(() -> {
            asked.incrementAndGet();
            return gate.asMono().thenReturn(answer(company));
        });
    }

    private EntitlementAnswer answer(CompanyId company) {
        String cause = outage;
        if (cause != null) {
            return new EntitlementAnswer.Outage(cause);
        }
        Entitlements entitlements = known.get(company);
        return entitlements == null
                ? new EntitlementAnswer.Outage("Core answered 404")
                : new EntitlementAnswer.Known(entitlements);
    }

    private static Sinks.Empty<Void> open() {
        Sinks.Empty<Void> open = Sinks.empty();
        open.tryEmitEmpty();
        return open;
    }
}
