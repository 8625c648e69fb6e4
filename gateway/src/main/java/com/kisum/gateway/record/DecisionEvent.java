package com.kisum.gateway.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of one request. Ids of people and companies stand here and nowhere else; paths only as the template.
 *
 * @param result the verdict: under {@code mode: shadow} it may differ from what was answered
 * @param durationMicros ours, without the backend: since the request's head was there and whole, or, of what was refused for its head,
 *            since it was given up on. How long a client took to send it is no part of that. Rounded up: nothing takes no time
 */
public record DecisionEvent(Instant time, String requestId, String traceId, @Nullable String userId,
        @Nullable String companyId, @Nullable String membershipId, String endpoint, String route, String action,
        Result result, @Nullable String code, int status, @Nullable Integer upstreamStatus,
        @Nullable String accessVersion, @Nullable AccessFrom accessFrom, String policyRevision, String mode,
        long durationMicros) {
    /** The status where no answer had been sent when the client was gone. */
    public static final int UNANSWERED = 0;

    /** A time on the monotonic clock, as an event tells it. */
    public static long micros(long nanos) {
        return Math.ceilDiv(Math.max(0, nanos), 1_000);
    }

    /** The verdict. */
    public enum Result {
        ALLOW, DENY
    }

    /** Where effective access came from. */
    public enum AccessFrom {
        MEMORY, REDIS, SOURCE, STALE
    }
}
