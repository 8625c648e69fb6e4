package com.kisum.gateway.route;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import com.kisum.gateway.door.Doorway;
import java.net.URI;
import java.util.List;
import org.springframework.cloud.gateway.config.GlobalCorsProperties;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Why one route only? Spring Cloud Gateway looks its routes up one by one; ours stand in a compiled index that the journey asks.
 * To the framework there is one route that takes everything, with one filter.
 *
 * <p>Everything, so the frame's own idea of CORS is left out: it would answer each preflight itself, with an empty 200 that no
 * route allowed and no decision event tells of.
 */
public final class JourneyMapping extends RoutePredicateHandlerMapping {
    private static final Route EVERYTHING = Route.async().id("journey").uri(URI.create("no://where"))
            .predicate(exchange -> true).build();

    private static final WebHandler DONE = exchange -> Mono.empty();

    private final FilteringWebHandler journey;
    private final Mono<Object> handler;

    public JourneyMapping(GlobalFilter journey, GlobalCorsProperties cors, Environment environment) {
        this(new FilteringWebHandler(List.of(journey), true), cors, environment);
    }

    private JourneyMapping(FilteringWebHandler handler, GlobalCorsProperties cors, Environment environment) {
        super(handler, Flux::empty, cors, environment);
        this.journey = handler;
        this.handler = Mono.just(handler);
        setOrder(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    public Mono<Object> getHandler(ServerWebExchange exchange) {
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        if (!Doorway.leadsTo(request)) {
            return Mono.empty(); // the management port's context asks this mapping, too
        }
        exchange.getAttributes().put(GATEWAY_ROUTE_ATTR, EVERYTHING);
        return CorsUtils.isPreFlightRequest(exchange.getRequest()) ? handled(exchange) : handler;
    }

    /**
     * The dispatcher looks a preflight's handler up and never calls it. So it is called here, and what is found is that all is done.
     */
    private Mono<Object> handled(ServerWebExchange exchange) {
        return journey.handle(exchange).thenReturn(DONE);
    }
}
