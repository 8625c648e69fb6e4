package com.kisum.gateway.wiring;

import com.kisum.auth.AuthAdapter;
import com.kisum.auth.AuthSettings;
import com.kisum.auth.Authenticator;
import com.kisum.auth.DatabaseSettings;
import com.kisum.auth.MembershipSource;
import com.kisum.auth.Secret;
import com.kisum.auth.SessionSource;
import com.kisum.auth.UserSource;
import com.kisum.core.CoreAdapter;
import com.kisum.core.CoreSettings;
import com.kisum.core.Credentials;
import com.kisum.core.EntitlementSource;
import com.kisum.gateway.wiring.GatewaySettings.Database;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ways to Auth, Core and Redis. None is walked before a request needs it: a start does not wait for others. */
@Configuration(proxyBeanMethods = false)
class AdapterWiring {
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
        GatewaySettings.Auth auth = settings.auth();
        Database database = auth.database();
        return AuthAdapter.of(
                AuthSettings.of(auth.keys(), auth.url(), auth.issuer(), auth.audience(),
                        DatabaseSettings.of(database.host(), database.port(), database.name(), database.user(),
                                Secret.of(database.password()))),
                clock, meters, breakers);
    }

    @Bean
    CoreAdapter core(GatewaySettings settings, InstantSource clock, MeterRegistry meters,
            CircuitBreakerRegistry breakers) {
        GatewaySettings.Core core = settings.core();
        return CoreAdapter.open(new CoreSettings(core.url(), core.timeout(), core.maxConcurrent(),
                new Credentials.SharedSecret(com.kisum.core.Secret.of(core.secret()))), clock, meters, breakers);
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
    @ConditionalOnMissingBean
    MembershipSource memberships(AuthAdapter auth) {
        return auth.memberships();
    }

    @Bean
    @ConditionalOnMissingBean
    EntitlementSource entitlements(CoreAdapter core) {
        return core.entitlements();
    }

    @Bean(destroyMethod = "shutdown")
    RedisClient redis(GatewaySettings settings) {
        return RedisClient.create(settings.redis().uri().toString());
    }
}
