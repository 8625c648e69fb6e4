package com.kisum.gateway.console;

import com.kisum.gateway.manage.Explainer;
import com.kisum.gateway.record.DecisionFeed;
import com.kisum.gateway.record.DecisionFilter;
import com.kisum.gateway.record.Outcome;
import com.kisum.gateway.route.Policies;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

/** What does the page ask for? Only to those who know the service secret; nothing of it changes anything. */
public final class ConsoleData {
    private static final int LONGEST = 100;

    private final Policies policies;
    private final PolicyHistory history;
    private final Condition condition;
    private final DecisionFeed feed;
    private final DecisionStream stream;
    private final InstantSource clock;
    private final Explainer explainer;

    public ConsoleData(Policies policies, CircuitBreakerRegistry breakers, MeterRegistry meters, DecisionFeed feed,
            InstantSource clock, Duration maxStaleness, Explainer explainer) {
        this.policies = policies;
        this.history = new PolicyHistory(policies);
        this.condition = new Condition(policies, history, breakers, meters, feed, clock, maxStaleness);
        this.feed = feed;
        this.stream = new DecisionStream(feed);
        this.clock = clock;
        this.explainer = explainer;
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/console/data/condition", _ -> worked(condition::shown))
                .GET("/console/data/routes", _ -> worked(() -> RouteList.of(policies.get())))
                .GET("/console/data/difference", _ -> worked(history::difference))
                .GET("/console/data/past", _ -> worked(() -> feed.past().shown(clock.instant())))
                .GET("/console/data/explanation", this::explanation)
                .GET("/console/data/decisions", this::decisions).build();
    }

    /** Thousands of routes to look through, or two policies to compare, are no work for an event loop. */
    private static Mono<ServerResponse> worked(Supplier<Object> work) {
        return Mono.fromSupplier(work).subscribeOn(Schedulers.boundedElastic())
                .flatMap(found -> ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(found));
    }

    /** As {@code /policy/explain} does, but for a question that is none, which is told what is wrong with it. */
    private Mono<ServerResponse> explanation(ServerRequest request) {
        return Mono.defer(() -> explainer.explain(asked(request, "user"), asked(request, "company"),
                request.queryParam("method").orElse(null), request.queryParam("path").orElse(null)))
                .flatMap(found -> ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(found))
                .onErrorResume(InvalidEndpointRequestException.class,
                        wrong -> problem(HttpStatus.BAD_REQUEST, Objects.requireNonNull(wrong.getMessage())));
    }

    private Mono<ServerResponse> decisions(ServerRequest request) {
        String outcome = asked(request, "outcome");
        Optional<Outcome> known = Outcome.named(outcome);
        if (outcome != null && known.isEmpty()) {
            return problem(HttpStatus.BAD_REQUEST, "outcome is passed, refused, shadowed or failed");
        }
        if (!feed.hasRoom()) {
            return problem(HttpStatus.SERVICE_UNAVAILABLE,
                    DecisionFeed.MOST_LISTENERS + " are watching already, which is as many as may");
        }
        DecisionFilter filter = new DecisionFilter(known.orElse(null), asked(request, "code"), asked(request, "route"),
                asked(request, "user"), asked(request, "company"));
        return ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no") // some proxies would keep it until it is long enough
                .body(BodyInserters.fromServerSentEvents(
                        stream.open(filter, takes(request.exchange().getResponse()))));
    }

    private static BooleanSupplier takes(ServerHttpResponse response) {
        HttpServerResponse connection = ServerHttpResponseDecorator.getNativeResponse(response);
        return () -> {
            boolean[] writable = {true};
            connection.withConnection(open -> writable[0] = open.channel().isWritable());
            return writable[0];
        };
    }

    /** Null where nothing was said. */
    private static @Nullable String asked(ServerRequest request, String name) {
        return request.queryParam(name).map(String::strip).filter(text -> !text.isEmpty())
                .map(text -> text.substring(0, Math.min(text.length(), LONGEST))).orElse(null);
    }

    private static Mono<ServerResponse> problem(HttpStatus status, String detail) {
        return ServerResponse.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).bodyValue(
                Map.of("title", status.getReasonPhrase(), "status", status.value(), "detail", detail));
    }
}
