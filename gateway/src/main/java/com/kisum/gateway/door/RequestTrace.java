package com.kisum.gateway.door;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * By what is this request found again, here and behind us? A well-formed request id and W3C trace are taken over, anything else
 * is made anew. They name a request and protect nothing, so they need not be hard to guess.
 *
 * @param traceParent what the backend gets: the caller's trace, our span
 */
public record RequestTrace(String requestId, String traceId, String traceParent) {
    private static final HexFormat HEX = HexFormat.of();
    private static final int MOST_CHARS = 128;
    private static final int PARENT_LENGTH = 55;

    static RequestTrace of(@Nullable String requestId, @Nullable String traceParent) {
        boolean traced = traceParent != null && isTraceParent(traceParent);
        String traceId = traced && traceParent != null ? traceParent.substring(3, 35) : hex() + hex();
        String flags = traced && traceParent != null ? flags(traceParent) : "00";
        return new RequestTrace(requestId != null && isRequestId(requestId) ? requestId : hex() + hex(), traceId,
                "00-" + traceId + "-" + hex() + "-" + flags);
    }

    private static String hex() {
        return HEX.toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
    }

    private static boolean isRequestId(String value) {
        if (value.isEmpty() || value.length() > MOST_CHARS) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
                    || c == '_' || c == '.';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** Those that version 00 knows of, sampled and random; it wants the others to be zero. */
    private static String flags(String traceParent) {
        return HEX.toHexDigits((byte) (HexFormat.fromHexDigits(traceParent, 53, 55) & 3));
    }

    /** A later version may say more behind what this one says. */
    private static boolean isTraceParent(String value) {
        boolean whole = value.startsWith("00-")
                ? value.length() == PARENT_LENGTH
                : value.length() == PARENT_LENGTH
                        || (value.length() > PARENT_LENGTH && value.charAt(PARENT_LENGTH) == '-');
        if (!whole || !isHex(value.charAt(0)) || !isHex(value.charAt(1)) || value.charAt(2) != '-'
                || value.startsWith("ff")) {
            return false;
        }
        boolean traceIsZero = true;
        boolean spanIsZero = true;
        for (int i = 3; i < PARENT_LENGTH; i++) {
            char c = value.charAt(i);
            if (i == 35 || i == 52) {
                if (c != '-') {
                    return false;
                }
            } else if (!isHex(c)) {
                return false;
            } else {
                traceIsZero &= i >= 35 || c == '0';
                spanIsZero &= i < 35 || i > 51 || c == '0';
            }
        }
        return !traceIsZero && !spanIsZero;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
