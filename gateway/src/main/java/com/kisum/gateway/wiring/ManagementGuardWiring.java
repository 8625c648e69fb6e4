package com.kisum.gateway.wiring;

import com.kisum.gateway.console.ConsoleData;
import com.kisum.gateway.console.ConsoleFiles;
import com.kisum.gateway.door.Turns;
import com.kisum.gateway.fact.ChangeStore;
import com.kisum.gateway.manage.ChangeReception;
import com.kisum.gateway.manage.Explainer;
import com.kisum.gateway.manage.ManagementGuard;
import com.kisum.gateway.record.DecisionFeed;
import com.kisum.gateway.route.Policies;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.time.InstantSource;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.netty.NettyPipeline;

/** Who may ask the management port, and who may tell it that something changed. In that port's own context, so that clients' requests never meet it. */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ManagementGuardWiring {
    @Bean
    ConsoleFiles consoleFiles() {
        return new ConsoleFiles();
    }

    @Bean
    ManagementGuard managementGuard(GatewaySettings settings, ConsoleFiles console) {
        return new ManagementGuard(settings.manage().secret(), console.paths());
    }

    @Bean
    RouterFunction<ServerResponse> console(ConsoleFiles files, Policies policies, CircuitBreakerRegistry breakers,
            MeterRegistry meters, DecisionFeed feed, InstantSource clock, GatewaySettings settings,
            Explainer explainer) {
        return files.routes().and(new ConsoleData(policies, breakers, meters, feed, clock,
                settings.access().maxStaleness(), explainer).routes());
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementServer() {
        return factory -> factory.addServerCustomizers(
                server -> server.doOnChannelInit((observer, channel, address) -> {
                    if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
                        Turns.in(channel.pipeline(), new HttpDecoderConfig());
                    }
                }));
    }

    @Bean
    RouterFunction<ServerResponse> announcements(ChangeStore store) {
        ChangeReception reception = new ChangeReception(store);
        return RouterFunctions.route().POST("/internal/access/changes", reception::receive)
                .path("/internal/access/changes",
                        others -> others.route(RequestPredicates.all(), reception::refuseMethod))
                .build();
    }
}
