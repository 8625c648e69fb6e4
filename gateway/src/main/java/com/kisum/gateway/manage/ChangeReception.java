package com.kisum.gateway.manage;

import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore;
import com.kisum.gateway.fact.ChangeStore.Stored;
import java.util.Map;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
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
        if (!isJson(request)) {
            return problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "send it as it is, with Content-Type: application/json");
        }
        return request.bodyToMono(byte[].class).defaultIfEmpty(new byte[0])
                .flatMap(body -> switch (reader.read(body)) {
                    case ChangeReader.Reading.Understood(Change change) -> store(change);
                    case ChangeReader.Reading.Rejected(String why) -> problem(HttpStatus.BAD_REQUEST, why);
                })
                .onErrorResume(DataBufferLimitException.class,
                        _ -> problem(HttpStatus.CONTENT_TOO_LARGE, "one change is announced at a time"));
    }

    public Mono<ServerResponse> refuseMethod(ServerRequest request) {
        return ServerResponse.status(HttpStatus.METHOD_NOT_ALLOWED).header(HttpHeaders.ALLOW, "POST")
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(shown(HttpStatus.METHOD_NOT_ALLOWED, "changes are announced with POST"));
    }

    private static boolean isJson(ServerRequest request) {
        String type = request.headers().firstHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || request.headers().firstHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            return false;
        }
        try {
            return MediaType.APPLICATION_JSON.equalsTypeAndSubtype(MediaType.parseMediaType(type));
        } catch (InvalidMediaTypeException notEvenOne) {
            return false;
        }
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
                .bodyValue(shown(status, detail));
    }

    private static Map<String, Object> shown(HttpStatus status, String detail) {
        return Map.of("title", status.getReasonPhrase(), "status", status.value(), "detail", detail);
    }
}
