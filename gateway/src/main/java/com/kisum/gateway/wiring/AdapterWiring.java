package com.kisum.gateway.wiring;

import static com.kisum.gateway.wiring.SettingMistake.given;

import com.kisum.auth.AccessCallSettings;
import com.kisum.auth.AuthAdapter;
import com.kisum.auth.AuthSettings;
import com.kisum.auth.Authenticator;
import com.kisum.auth.DatabaseSettings;
import com.kisum.auth.Secret;
import com.kisum.auth.SessionSource;
import com.kisum.auth.UserSource;
import com.kisum.core.CoreAdapter;
import com.kisum.gateway.proxy.BackendConnections;
import com.kisum.gateway.wiring.GatewaySettings.Database;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** The ways to Auth, and the first steps on them. A start does not fail because others are down. */
@Configuration(proxyBeanMethods = false)
class AdapterWiring {
    private static final String AUTH = "gateway.auth.";

    @Bean
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Bean
    CircuitBreakerRegistry breakers(MeterRegistry meters) {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
        return breakers;
    }

    @Bean
    AuthAdapter auth(GatewaySettings settings, InstantSource clock, MeterRegistry meters,
            CircuitBreakerRegistry breakers) {
        try {
            return AuthAdapter.of(authSettings(settings), clock, meters, breakers);
        } catch (IllegalArgumentException mistake) {
            throw new SettingMistake("gateway.auth: " + mistake.getMessage());
        }
    }

    private static AuthSettings authSettings(GatewaySettings settings) {
        GatewaySettings.Auth auth = given(AUTH + "url", settings.auth());
        AuthSettings usual = AuthSettings.of(given(AUTH + "jwks-uri", auth.keys()), given(AUTH + "url", auth.url()),
                given(AUTH + "issuer", auth.issuer()), given(AUTH + "audience", auth.audience()),
                databaseSettings(given(AUTH + "database.name", auth.database())));
        return new AuthSettings(usual.jwksUri(), usual.authUrl(), usual.issuer(), usual.audience(), usual.clockSkew(),
                usual.rememberedTokens(), usual.keys(), usual.database(), new AccessCallSettings(
                        settings.access().timeout(), usual.access().concurrentCalls(), usual.access().maxBytes()));
    }

    private static DatabaseSettings databaseSettings(Database database) {
        return new DatabaseSettings(database.host(), database.port(), given(AUTH + "database.name", database.name()),
                given(AUTH + "database.user", database.user()),
                Secret.of(given(AUTH + "database.password", database.password())),
                database.tls(), database.caFile(), database.poolSize(), database.maxPending(),
                database.acquireTimeout(), database.answerTimeout());
    }

    // The ports are what others ask for: a test puts its own behind them.
    @Bean
    @ConditionalOnMissingBean
    Authenticator authenticator(AuthAdapter auth) {
        return auth.authenticator();
    }

    @Bean
    @ConditionalOnMissingBean
    SessionSource sessions(AuthAdapter auth) {
        return auth.sessions();
    }

    @Bean
    @ConditionalOnMissingBean
    UserSource users(AuthAdapter auth) {
        return auth.users();
    }

    @Bean
    FirstCalls firstCalls(AuthAdapter auth, ObjectProvider<CoreAdapter> core, GatewaySettings settings) {
        List<Function<Duration, Mono<Void>>> calls = new ArrayList<>();
        calls.add(auth::firstCalls);
        core.ifAvailable(adapter -> calls.add(adapter::firstCall));
        return new FirstCalls(calls, settings.start().patience());
    }

    @Bean
    LastConnections lastConnections(AuthAdapter auth, ObjectProvider<CoreAdapter> core, BackendConnections backends) {
        List<Runnable> closings = new ArrayList<>(List.of(backends::close, auth::close));
        core.ifAvailable(adapter -> closings.add(adapter::close));
        return new LastConnections(closings);
    }
}
