package com.kisum.sandbox;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How do tests talk to a service of the sandbox? Over HTTP, as everyone does. */
public final class Asking {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration ANSWERING = Duration.ofSeconds(20);

    private final String url;
    private final List<String> headers;

    private Asking(String url, List<String> headers) {
        this.url = url;
        this.headers = headers;
    }

    public static Asking at(Platform platform, Place place) {
        return new Asking(platform.ports().url(place), List.of());
    }

    static Asking to(String url) {
        return new Asking(url, List.of());
    }

    public Asking with(String header, String value) {
        List<String> more = new ArrayList<>(headers);
        more.addAll(List.of(header, value));
        return new Asking(url, more);
    }

    public Asking asService() {
        return bearing(Platform.SECRET);
    }

    public Asking bearing(String token) {
        return with("authorization", "Bearer " + token);
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return ask("GET", path, new byte[0]);
    }

    public Reply send(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        return ask(method, path, body.isEmpty() ? new byte[0] : Json.bytes(body));
    }

    private Reply ask(String method, String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWERING)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
        return new Reply(answer.statusCode(), answer.body());
    }

    /** What a service said. */
    public record Reply(int status, String body) {
        public JsonNode json() {
            return Json.read(body.getBytes(StandardCharsets.UTF_8))
                    .orElseThrow(() -> new AssertionError("No JSON: " + body));
        }

        public String text(String field) {
            return json().path(field).asString();
        }
    }
}
