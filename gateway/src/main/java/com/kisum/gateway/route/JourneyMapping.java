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
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Why one route only? Spring Cloud Gateway looks its routes up one by one; ours stand in a compiled index that the journey asks.
 * To the framework there is one route that takes everything, with one filter.
 */
public final class JourneyMapping extends RoutePredicateHandlerMapping {
    private static final Route EVERYTHING = Route.async().id("journey").uri(URI.create("no://where"))
            .predicate(exchange -> true).build();

    private final Mono<FilteringWebHandler> handler;

    public JourneyMapping(GlobalFilter journey, GlobalCorsProperties cors, Environment environment) {
        this(new FilteringWebHandler(List.of(journey), true), cors, environment);
    }

    private JourneyMapping(FilteringWebHandler handler, GlobalCorsProperties cors, Environment environment) {
        super(handler, Flux::empty, cors, environment);
        this.handler = Mono.just(handler);
        setOrder(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    protected Mono<?> getHandlerInternal(ServerWebExchange exchange) {
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        if (!Doorway.leadsTo(request)) {
            return Mono.empty(); // the management port's context asks this mapping, too
        }
        exchange.getAttributes().put(GATEWAY_ROUTE_ATTR, EVERYTHING);
        return handler;
    }
}
