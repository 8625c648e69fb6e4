package com.kisum.gateway.wiring;

import com.kisum.auth.Authenticator;
import com.kisum.auth.SessionSource;
import com.kisum.auth.UserSource;
import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.cors.Cors;
import com.kisum.gateway.decide.DecisionRecord;
import com.kisum.gateway.decide.Journey;
import com.kisum.gateway.decide.OpenStreams;
import com.kisum.gateway.door.Draining;
import com.kisum.gateway.fact.FactCache;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.identity.Identification;
import com.kisum.gateway.identity.SessionFacts;
import com.kisum.gateway.identity.UserFacts;
import com.kisum.gateway.limit.RateLimits;
import com.kisum.gateway.proxy.BackendConnections;
import com.kisum.gateway.proxy.Proxy;
import com.kisum.gateway.record.DecisionFeed;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.Recorder;
import com.kisum.gateway.record.Refusals;
import com.kisum.gateway.record.StreamMeters;
import com.kisum.gateway.route.JourneyMapping;
import com.kisum.gateway.route.Policies;
import com.kisum.gateway.route.PolicyMeters;
import com.kisum.gateway.route.PolicySource;
import com.kisum.gateway.route.PolicyWatch;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.cloud.gateway.config.GlobalCorsProperties;
import org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The journey and everything it passes. */
@Configuration(proxyBeanMethods = false)
class JourneyWiring {
    @Bean
    Policies policies(GatewaySettings settings, MeterRegistry meters, InstantSource clock,
            BackendConnections backends, OpenStreams streams) {
        PolicySource source = new PolicySource(settings.routes(),
                name -> settings.environment().getOrDefault(name, System.getenv(name)));
        return Policies.begin(source, new PolicyMeters(meters), clock, policy -> {
            backends.keep(policy.table());
            streams.policyChanged();
        });
    }

    @Bean
    LeavingStreams leavingStreams(OpenStreams streams, DecisionFeed feed) {
        return new LeavingStreams(streams, feed);
    }

    /** What Auth aggregates is asked for anew whenever it may go unconfirmed no more: for a stream, that would be all the time. */
    @Bean
    OpenStreams openStreams(GatewaySettings settings, MeterRegistry meters) {
        GatewaySettings.Access access = settings.access();
        return new OpenStreams(new StreamMeters(meters),
                access.source() == GatewaySettings.AccessSource.AGGREGATED
                        ? access.reloadAfter()
                        : access.maxStaleness());
    }

    @Bean
    PolicyWatch policyWatch(Policies policies, GatewaySettings settings) {
        return new PolicyWatch(policies, settings.reloadCheck());
    }

    @Bean
    DecisionFeed decisionFeed() {
        return new DecisionFeed();
    }

    @Bean
    DecisionLog decisionLog(MeterRegistry meters, DecisionFeed feed) {
        return new DecisionLog(meters, feed);
    }

    @Bean
    Recorder recorder(DecisionLog log, MeterRegistry meters) {
        return new Recorder(log, meters);
    }

    @Bean
    Refusals refusals(Recorder recorder, InstantSource clock, Policies policies) {
        return new Refusals(recorder, clock, () -> policies.get().revision());
    }

    @Bean
    Cors cors(GatewaySettings settings) {
        return Cors.of(settings.cors());
    }

    @Bean
    ProblemWriter problemWriter(Cors cors, Draining draining) {
        return new ProblemWriter(cors, draining);
    }

    @Bean
    Identification identification(Authenticator authenticator, SessionSource sessions, UserSource users,
            FactDesk desk, Loads loads, GatewaySettings settings, InstantSource calendar, Recorder recorder) {
        long most = settings.access().mostSessions();
        return new Identification(authenticator,
                new FactCache<>(new SessionFacts(sessions, calendar, desk.clock()), desk, loads, most),
                new FactCache<>(new UserFacts(users, desk.clock()), desk, loads, most), recorder);
    }

    @Bean
    BackendConnections backends(GatewaySettings settings, CircuitBreakerRegistry breakers) {
        return new BackendConnections(settings.proxy(), settings.streams(), breakers);
    }

    @Bean
    Proxy proxy(BackendConnections backends, Recorder recorder, Cors cors, Draining draining) {
        return new Proxy(backends, recorder, cors, draining);
    }

    @Bean
    Journey journey(Policies policies, Identification identification, AccessLookup access,
            Proxy proxy, Recorder recorder, ProblemWriter problems, InstantSource clock, RateLimits rates,
            OpenStreams streams) {
        return new Journey(policies, identification, access, proxy, problems, new DecisionRecord(recorder, clock),
                rates, streams);
    }

    @Bean
    RoutePredicateHandlerMapping journeyMapping(Journey journey, GlobalCorsProperties cors, Environment environment) {
        if (!cors.getCorsConfigurations().isEmpty()) {
            throw new SettingMistake("spring.cloud.gateway.server.webflux.globalcors is not read here; write "
                    + "gateway.cors.allowed-origins=https://app.example.com and what else belongs to it");
        }
        return new JourneyMapping(journey, cors, environment);
    }
}
