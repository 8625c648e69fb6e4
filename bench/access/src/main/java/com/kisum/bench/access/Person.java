package com.kisum.bench.access;

import com.kisum.sandbox.Platform;
import com.kisum.sandbox.Ports;
import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Someone of the sandbox, logged in, at work in one company; and what the administrator there can do to them. */
record Person(String auth, String company, String token, String membership) {
    private static final Duration ANSWERING = Duration.ofSeconds(5);

    static Person login(HttpClient client, Ports ports, String email, String company)
            throws IOException, InterruptedException {
        String auth = ports.url(Place.AUTH);
        String token = text(client, HttpRequest.newBuilder(URI.create(auth + "/auth/login"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(Map.of("email", email, "password", "sandbox")))),
                "accessToken");
        String membership = text(client, HttpRequest.newBuilder(URI.create(auth + "/auth/me/access"))
                .header("authorization", "Bearer " + token).header("x-org", company), "membershipId");
        return new Person(auth, company, token, membership);
    }

    private static String text(HttpClient client, HttpRequest.Builder question, String field)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(question.timeout(ANSWERING).build(), BodyHandlers.ofByteArray());
        return Json.read(answer.body()).flatMap(body -> Json.text(body, field))
                .orElseThrow(
                        () -> new IllegalStateException("Auth answered " + answer.statusCode() + " without " + field));
    }

    HttpRequest asking(Replica replica, String path) {
        return HttpRequest.newBuilder(replica.of(path)).timeout(ANSWERING).header("authorization", "Bearer " + token)
                .header("x-org", company).build();
    }

    /** Returns when Auth has committed it; it announces by itself, after that. */
    void permit(HttpClient client, String permission, boolean granted) throws IOException, InterruptedException {
        URI row = URI.create(auth + "/internal/memberships/" + membership + "/permissions/" + permission);
        int status = client.send(HttpRequest.newBuilder(row).timeout(ANSWERING)
                .header("authorization", "Bearer " + Platform.SECRET)
                .method(granted ? "PUT" : "DELETE", BodyPublishers.noBody()).build(), BodyHandlers.discarding())
                .statusCode();
        if (status / 100 != 2) {
            throw new IllegalStateException("Auth answered " + status + " to a change of " + permission);
        }
    }

    @Override
    public String toString() {
        return company + "/" + membership;
    }
}
