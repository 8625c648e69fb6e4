package com.kisum.auth;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;

/** The whole adapter, as the gateway makes it, but for the clocks. */
final class AdapterUnderTest implements AutoCloseable {
    final SettableClock clock = new SettableClock(AuthenticatorContract.NOW);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    final AuthAdapter adapter;

    private AdapterUnderTest(AuthSettings settings) {
        this.adapter = new AuthAdapter(settings, clock, clock, meters, breakers);
    }

    static AdapterUnderTest with(AuthSettings settings) {
        return new AdapterUnderTest(settings);
    }

    /** Auth's HTTP side is there; its database is not. */
    static AdapterUnderTest onHttp(URI jwks, URI auth) {
        return new AdapterUnderTest(settings(jwks, auth, database(TcpRelay.closedPort())));
    }

    /** Auth's database is there; its HTTP side is not. */
    static AdapterUnderTest onDatabase(int port) {
        URI nobody = URI.create("http://127.0.0.1:" + TcpRelay.closedPort());
        return new AdapterUnderTest(settings(nobody, nobody, database(port)));
    }

    static AuthSettings settings(URI jwks, URI auth, DatabaseSettings database) {
        AuthSettings settings = AuthSettings.of(jwks, auth, TokenMint.ISSUER, TokenMint.AUDIENCE, database);
        return new AuthSettings(jwks, auth, settings.issuer(), settings.audience(), settings.clockSkew(), 100,
                settings.keys(), database, settings.access());
    }

    static DatabaseSettings database(int port) {
        return new DatabaseSettings("127.0.0.1", port, "postgres", "postgres", Secret.of("postgres"), DatabaseTls.OFF,
                null, 3, 20, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    double calls(String call, String outcome) {
        return meters.get("auth.calls").tag("call", call).tag("outcome", outcome).timer().count();
    }

    @Override
    public void close() {
        adapter.close();
    }
}
