package com.kisum.sandbox.auth;

import com.kisum.sandbox.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What does Core say that a company has bought? */
final class EntitlementClient implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(1);
    private static final Duration ANSWERING = Duration.ofSeconds(2);

    private final URI core;
    private final String secret;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .build();

    EntitlementClient(URI core, String secret) {
        this.core = core;
        this.secret = secret;
    }

    /** Of Core's answer what Auth needs. */
    record Entitlements(String companyId, long entitlementVersion, @Nullable Subscription basic,
            List<Subscription> addons) {}

    record Subscription(String status, Instant startsAt, @Nullable Instant endsAt, List<String> modules) {
        boolean heldAt(Instant now) {
            return !now.isBefore(startsAt) && (endsAt == null || now.isBefore(endsAt));
        }
    }

    /** Nothing, if Core could not be asked or did not know. */
    Optional<Entitlements> of(String company) {
        HttpRequest request = HttpRequest.newBuilder(core.resolve("/internal/companies/" + company + "/entitlements"))
                .timeout(ANSWERING)
                .header("authorization", "Bearer " + secret)
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? Json.read(answer.body(), Entitlements.class) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
