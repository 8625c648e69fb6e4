package com.kisum.sandbox;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.StartFailure;
import com.kisum.sandbox.web.Json;
import com.kisum.sandbox.web.WebServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What would the gateway have been told? A listener in its place. */
public final class Announced implements Part {
    private final BlockingQueue<JsonNode> changes = new LinkedBlockingQueue<>();
    private final WebServer listener;

    private Announced(int port) throws StartFailure {
        listener = WebServer.start("a gateway's place", port, (request, response) -> request.receive()
                .aggregate()
                .asByteArray()
                .flatMap(body -> {
                    boolean proven = ("Bearer " + Platform.SECRET)
                            .equals(request.requestHeaders().get("authorization"));
                    boolean here = request.uri().equals("/internal/access/changes");
                    if (proven && here) {
                        changes.addAll(Json.read(body).stream().toList());
                    }
                    return response.status(proven && here ? 202 : 401).send();
                })
                .then(Mono.empty()));
    }

    public static Announced at(Platform platform) throws StartFailure {
        return on(platform.ports().of(Place.MANAGEMENT));
    }

    public static Announced on(int port) throws StartFailure {
        return new Announced(port);
    }

    /** The next change that has this field; others are passed over. */
    public JsonNode next(String field) throws InterruptedException {
        return next(field, change -> change.has(field));
    }

    /** This one. What changed earlier, with nobody listening, is announced until somebody does. */
    public JsonNode next(Map<String, ?> fields) throws InterruptedException {
        return next(fields.toString(), change -> fields.entrySet().stream()
                .allMatch(field -> change.path(field.getKey()).asString().equals(String.valueOf(field.getValue()))));
    }

    private JsonNode next(String what, Predicate<JsonNode> wanted) throws InterruptedException {
        List<JsonNode> passed = new ArrayList<>();
        JsonNode change = changes.poll(30, TimeUnit.SECONDS);
        while (change != null && !wanted.test(change)) {
            passed.add(change);
            change = changes.poll(30, TimeUnit.SECONDS);
        }
        if (change == null) {
            throw new AssertionError("Nothing with " + what + " was announced, only " + passed);
        }
        return change;
    }

    /** What came until there was one with each of these fields. */
    List<JsonNode> all(String... fields) throws InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        for (String field : fields) {
            while (all.stream().noneMatch(change -> change.has(field))) {
                JsonNode change = changes.poll(30, TimeUnit.SECONDS);
                if (change == null) {
                    throw new AssertionError("Nothing with " + field + " was announced, only " + all);
                }
                all.add(change);
            }
        }
        return all;
    }

    @Override
    public void close() {
        listener.close();
    }
}
