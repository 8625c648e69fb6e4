package com.kisum.gateway.redis;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why could Redis not be asked, in words for a log? Never a whole message of a library: it may name hosts, users or values. */
final class Cause {
    private static final Pattern ERROR_CODE = Pattern.compile("[A-Z]{2,20}");

    private Cause() {}

    static String of(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return switch (cause) {
            case NotConnected _ -> "no connection to Redis";
            case TimeoutException _ -> "no answer in time";
            case CallNotPermittedException _ -> "not asked: it failed too often just now";
            case BulkheadFullException _ -> "not asked: too many ask at once";
            case NotThePrimary _ -> "this server is not the primary";
            default -> {
                RedisCommandExecutionException refused = refusalIn(cause);
                yield refused == null
                        ? "could not be asked: " + cause.getClass().getSimpleName()
                        : "Redis refused: " + code(refused);
            }
        };
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** A wrong password ends the opening of a connection, and is what its failure was caused by. */
    private static @Nullable RedisCommandExecutionException refusalIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException refused) {
                return refused;
            }
        }
        return null;
    }

    /** The first word of an error of Redis, as in {@code READONLY You can't write}. */
    static String code(RedisCommandExecutionException refused) {
        @Nullable String message = refused.getMessage();
        String word = message == null ? "" : message.split(" ", 2)[0];
        return ERROR_CODE.matcher(word).matches() ? word.toUpperCase(Locale.ROOT) : "ERR";
    }

    /** Whether Redis itself answered, with an error. */
    static boolean isCode(Throwable failure, String code) {
        return unwrapped(failure) instanceof RedisCommandExecutionException refused && code(refused).equals(code);
    }

    /** There is nothing that could be asked. Without a stack: it is thrown for each request of an outage. */
    static final class NotConnected extends RuntimeException {
        NotConnected() {
            super("no connection to Redis", null, false, false);
        }
    }

    /** It answered, but what it says of itself is that it follows another. */
    static final class NotThePrimary extends RuntimeException {
        NotThePrimary() {
            super("not the primary", null, false, false);
        }
    }
}
