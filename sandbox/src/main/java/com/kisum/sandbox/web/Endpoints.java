package com.kisum.sandbox.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Which endpoint is meant, and what does it say? Endpoints are plain methods that may wait for a database: each request has a
 * virtual thread of its own. A path below {@code /internal} wants the services' secret.
 */
public final class Endpoints implements WebServer.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    private static final Scheduler THREADS = Schedulers.fromExecutor(Executors.newVirtualThreadPerTaskExecutor());

    private final List<Declared> declared = new ArrayList<>();
    private final String secret;

    /**
     * @param secret what other services prove themselves with
     */
    public Endpoints(String secret) {
        this.secret = secret;
    }

    /** What one endpoint does. */
    @FunctionalInterface
    public interface Endpoint {
        Answer answer(Request request) throws SQLException;
    }

    private record Declared(String method, List<String> template, Endpoint endpoint) {
        /** The named segments, if the path is of this shape. */
        Optional<Map<String, String>> variables(List<String> path) {
            if (path.size() != template.size()) {
                return Optional.empty();
            }
            Map<String, String> variables = new HashMap<>();
            for (int at = 0; at < path.size(); at++) {
                String wanted = template.get(at);
                if (wanted.startsWith("{")) {
                    variables.put(wanted.substring(1, wanted.length() - 1), path.get(at));
                } else if (!wanted.equals(path.get(at))) {
                    return Optional.empty();
                }
            }
            return Optional.of(variables);
        }
    }

    /**
     * @param template a path in which {@code {name}} stands for one segment
     */
    public Endpoints on(String method, String template, Endpoint endpoint) {
        declared.add(new Declared(method, List.of(template.split("/", -1)), endpoint));
        return this;
    }

    @Override
    public Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> Mono.fromCallable(() -> answer(request, body)).subscribeOn(THREADS))
                .flatMap(answer -> send(answer, response));
    }

    private Answer answer(HttpServerRequest request, byte[] body) {
        String raw = request.uri().split("\\?", 2)[0];
        List<String> path;
        try {
            path = segments(raw);
        } catch (IllegalArgumentException e) {
            return Answer.refused(400, "PATH_MALFORMED", "This path cannot be read.");
        }
        try {
            return find(request, path, body);
        } catch (SQLException e) {
            LOG.warn("{} {}: the database did not answer: {}", request.method(), raw, e.getMessage());
            return Answer.refused(503, "DATABASE_UNAVAILABLE", "The database did not answer.");
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), raw, e);
            return Answer.refused(500, "INTERNAL", "This is a bug of the sandbox.");
        }
    }

    private Answer find(HttpServerRequest request, List<String> path, byte[] body) throws SQLException {
        if (path.size() > 1 && path.get(1).equals("internal") && !isService(request)) {
            return Answer.refused(401, "SERVICE_UNKNOWN", "Services prove themselves with a secret.");
        }
        boolean known = false;
        for (Declared candidate : declared) {
            Optional<Map<String, String>> variables = candidate.variables(path);
            if (variables.isPresent()) {
                known = true;
                if (candidate.method().equals(request.method().name())) {
                    return candidate.endpoint()
                            .answer(new Request(variables.get(),
                                    name -> Optional.ofNullable(request.requestHeaders().get(name)), body));
                }
            }
        }
        return known
                ? Answer.refused(405, "METHOD_NOT_ALLOWED", "Not with this method.")
                : Answer.refused(404, "NOT_FOUND", "There is nothing here.");
    }

    private boolean isService(HttpServerRequest request) {
        return ("Bearer " + secret).equals(request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION));
    }

    private static List<String> segments(String raw) {
        List<String> segments = new ArrayList<>();
        for (String segment : raw.split("/", -1)) {
            // In a path a plus is a plus, but the decoder speaks the language of forms.
            segments.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        return segments;
    }

    private static Mono<Void> send(Answer answer, HttpServerResponse response) {
        response.status(answer.status());
        answer.headers().forEach(response::header);
        if (answer.body().length == 0) {
            return response.send();
        }
        response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .header(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(answer.body().length));
        return response.sendByteArray(Mono.just(answer.body())).then();
    }
}
