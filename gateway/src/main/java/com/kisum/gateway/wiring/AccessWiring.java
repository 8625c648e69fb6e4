package com.kisum.gateway.wiring;

import com.kisum.auth.AggregatedAccessSource;
import com.kisum.auth.AuthAdapter;
import com.kisum.auth.MembershipSource;
import com.kisum.core.CoreAdapter;
import com.kisum.core.CoreSettings;
import com.kisum.core.EntitlementSource;
import com.kisum.gateway.access.AggregatedAccess;
import com.kisum.gateway.access.AccessBounds;
import com.kisum.gateway.access.CachedAccess;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.SharedFacts;
import com.kisum.gateway.record.Recorder;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where access comes from: composed by us, or aggregated by Auth. What the other one needs is not even opened. */
@Configuration(proxyBeanMethods = false)
class AccessWiring {
    private static final String SOURCE = "gateway.access.source";

    /** From Auth's database and Core. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = SOURCE, havingValue = "composed", matchIfMissing = true)
    static class Composed {
        @Bean
        CoreAdapter core(GatewaySettings settings, InstantSource clock, MeterRegistry meters,
                CircuitBreakerRegistry breakers) {
            GatewaySettings.Core core = settings.core();
            if (core == null || core.url() == null) {
                throw SettingMistake.missing("gateway.core.url");
            }
            try {
                return CoreAdapter.open(new CoreSettings(core.url(), core.timeout(), core.maxConcurrent(),
                        CoreCredentials.of(core)), clock, meters, breakers);
            } catch (IllegalArgumentException mistake) {
                throw new SettingMistake("gateway.core: " + mistake.getMessage());
            }
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

        @Bean
        CachedAccess access(MembershipSource memberships, EntitlementSource entitlements, SharedFacts shared,
                FactDesk desk, GatewaySettings settings, Loads loads, InstantSource calendar, Recorder recorder) {
            return new CachedAccess(memberships, entitlements, shared, desk, bounds(settings), loads, calendar,
                    recorder);
        }
    }

    /** From Auth alone. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = SOURCE, havingValue = "aggregated")
    static class Aggregated {
        @Bean
        @ConditionalOnMissingBean
        AggregatedAccessSource aggregated(AuthAdapter auth) {
            return auth.aggregated();
        }

        @Bean
        AggregatedAccess access(AggregatedAccessSource source, GatewaySettings settings, FactDesk desk,
                InstantSource calendar, Recorder recorder) {
            return new AggregatedAccess(source, settings.access().maxStaleness(), settings.access().patience(),
                    bounds(settings), calendar, desk.clock(), recorder);
        }
    }

    private static AccessBounds bounds(GatewaySettings settings) {
        GatewaySettings.Access access = settings.access();
        return new AccessBounds(access.mostCompanies(), access.mostMembers(), access.coldLookups());
    }
}
