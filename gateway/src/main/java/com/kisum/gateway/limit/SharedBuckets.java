package com.kisum.gateway.limit;

import com.kisum.policy.route.RateLimit;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Is there room for one more, as all replicas together have counted? */
public interface SharedBuckets {
    /** What came of asking. */
    sealed interface Taken {
        /** One was taken. */
        record Yes() implements Taken {}

        /** Nothing was taken, and nothing will be there for so long. */
        record No(Duration until) implements Taken {}

        /** Nobody knows. */
        record Unreachable(String cause) implements Taken {}
    }

    /** Takes one, if there is one. Never empty, never an error. */
    Mono<Taken> take(Bucket bucket, RateLimit.Limited limit);
}
