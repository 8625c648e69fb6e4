package com.kisum.core;

import com.kisum.policy.access.CompanyId;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/** How does a test open an adapter? With meters and breakers of its own, so that tests do not meet there. */
final class OpenedAdapter implements AutoCloseable {
    static final Credentials SECRET = new Credentials.SharedSecret(Secret.of("core-and-gateway-know"));

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final CoreAdapter adapter;

    OpenedAdapter(CoreSettings settings, InstantSource clock) {
        adapter = CoreAdapter.open(settings, clock, meters, breakers);
    }

    static OpenedAdapter to(int port, Duration timeout, int maxConcurrent) {
        return new OpenedAdapter(
                new CoreSettings(URI.create("http://127.0.0.1:" + port), timeout, maxConcurrent, SECRET),
                InstantSource.system());
    }

    EntitlementSource source() {
        return adapter.entitlements();
    }

    EntitlementAnswer ask(CompanyId company) {
        return Objects.requireNonNull(source().entitlementsOf(company).block(EntitlementContract.PATIENCE));
    }

    long calls(CallOutcome outcome) {
        return meters.get("core.calls").tag("outcome", outcome.tag()).timer().count();
    }

    @Override
    public void close() {
        adapter.close();
    }
}
