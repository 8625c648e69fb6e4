package com.kisum.sandbox;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.auth.People;
import com.kisum.sandbox.run.StartFailure;
import com.kisum.sandbox.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Who looks around before anyone is asked in? What the card needs to know it asks of Auth, as a client would. */
final class Visitor implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(2);
    private static final Duration ANSWERING = Duration.ofSeconds(10);

    private final Ports ports;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .build();

    Visitor(Ports ports) {
        this.ports = ports;
    }

    /** Nothing, if they cannot log in. */
    Optional<String> token(String email) throws StartFailure {
        byte[] login = Json.bytes(Map.of("email", email, "password", People.PASSWORD));
        return asked(
                to("/auth/login").header("content-type", "application/json").POST(BodyPublishers.ofByteArray(login)))
                .flatMap(body -> Json.text(body, "accessToken"));
    }

    /** Nothing of it, if they are no member. */
    JsonNode access(String token, String company) throws StartFailure {
        return asked(to("/auth/me/access").header("authorization", "Bearer " + token).header("x-org", company))
                .orElseGet(MissingNode::getInstance);
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(ports.url(Place.AUTH) + path)).timeout(ANSWERING);
    }

    private Optional<JsonNode> asked(HttpRequest.Builder request) throws StartFailure {
        try {
            return Json.read(client.send(request.build(), BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            throw new StartFailure("Auth started, but does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while starting.");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
