package com.kisum.auth;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Which keys does Auth publish now? One call, one answer, read where reading it holds up no request. */
final class JwksSource {
    private final BoundedGet jwks;
    private final Duration timeout;
    private final KeySetReader reader;
    private final CallGuard<KeySetAnswer> guard;

    JwksSource(BoundedGet jwks, KeySettings settings, CallGuard<KeySetAnswer> guard) {
        this.jwks = jwks;
        this.timeout = settings.timeout();
        this.reader = new KeySetReader(settings.maxKeys());
        this.guard = guard;
    }

    /** Never empty, never an error. */
    Mono<KeySetAnswer> keys() {
        return guard.guard(jwks.send(headers -> headers.set("Accept", "application/jwk-set+json, application/json"))
                .timeout(timeout).publishOn(Schedulers.boundedElastic()).map(this::read));
    }

    private KeySetAnswer read(HttpAnswer answer) {
        if (answer.status() != 200) {
            return new KeySetAnswer.Outage("status " + answer.status());
        }
        return answer.isJson() ? reader.read(answer.body()) : new KeySetAnswer.Outage("the answer is not JSON");
    }
}
