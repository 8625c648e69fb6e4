package com.kisum.gateway.manage;

import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore;
import com.kisum.gateway.fact.ChangeStore.Stored;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * How do Auth and Core tell that something changed? {@code POST /internal/access/changes}; 204 once it is stored where a fail-over does not
 * lose it, 503 as long as it is not: then they try again, which changes nothing if it was stored after all.
 */
public final class ChangeReception {
    private final ChangeReader reader = new ChangeReader();
    private final ChangeStore store;

    public ChangeReception(ChangeStore store) {
        this.store = store;
    }

    public Mono<ServerResponse> receive(ServerRequest request) {
        return request.bodyToMono(byte[].class).defaultIfEmpty(new byte[0])
                .flatMap(body -> switch (reader.read(body)) {
                    case ChangeReader.Reading.Understood(Change change) -> store(change);
                    case ChangeReader.Reading.Rejected(String why) -> problem(HttpStatus.BAD_REQUEST, why);
                });
    }

    private Mono<ServerResponse> store(Change change) {
        return store.store(change).flatMap(stored -> switch (stored) {
            case Stored.Yes _ -> ServerResponse.noContent().build();
            case Stored.No(String cause) -> problem(HttpStatus.SERVICE_UNAVAILABLE, "not stored (" + cause
                    + "): say it again");
        });
    }

    private static Mono<ServerResponse> problem(HttpStatus status, String detail) {
        ServerResponse.BodyBuilder answer = ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        return (status == HttpStatus.SERVICE_UNAVAILABLE ? answer.header(HttpHeaders.RETRY_AFTER, "1") : answer)
                .bodyValue(Map.of("title", status.getReasonPhrase(), "status", status.value(), "detail", detail));
    }
}
