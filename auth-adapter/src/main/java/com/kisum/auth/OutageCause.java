package com.kisum.auth;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.r2dbc.spi.R2dbcTimeoutException;
import java.util.concurrent.TimeoutException;
import reactor.pool.PoolAcquirePendingLimitException;

/** Why could it not be asked, in words for a log? Never a message of a library: it may name hosts, users or values. */
final class OutageCause {
    private OutageCause() {}

    static String of(Throwable error) {
        return switch (error) {
            case TimeoutException _,R2dbcTimeoutException _ -> "no answer in time";
            case CallNotPermittedException _ -> "not asked: it failed too often just now";
            case BulkheadFullException _,PoolAcquirePendingLimitException _ -> "not asked: too many ask at once";
            case AnswerTooLarge tooLarge -> "the answer is too large: " + tooLarge.getMessage();
            default -> "could not be asked: " + error.getClass().getSimpleName();
        };
    }
}
