package com.kisum.core;

import java.net.URI;
import java.time.Duration;

/**
 * Where is Core, and how is it asked?
 *
 * @param url scheme, host and port, and a path if Core lives below one
 * @param timeout for a whole call, from waiting for a connection to the answer's last byte
 * @param maxConcurrent calls at a time; the next one is an outage at once, because a queue would only add to the wait
 */
public record CoreSettings(URI url, Duration timeout, int maxConcurrent, Credentials credentials) {
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final int MOST_CONCURRENT = 10_000;

    public CoreSettings {
        boolean https = "https".equalsIgnoreCase(url.getScheme());
        if (url.getHost() == null || !(https || "http".equalsIgnoreCase(url.getScheme()))) {
            throw new IllegalArgumentException("Core's URL is http:// or https:// and a host, like http://core:8091");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("Core's URL has no user, query or fragment");
        }
        if (!https && credentials instanceof Credentials.MutualTls) {
            throw new IllegalArgumentException("Core's URL must be https:// when the gateway shows it a certificate");
        }
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("the timeout of Core is from 1ms to 1m, not " + timeout);
        }
        if (maxConcurrent < 1 || maxConcurrent > MOST_CONCURRENT) {
            throw new IllegalArgumentException(
                    "concurrent calls to Core are from 1 to " + MOST_CONCURRENT + ", not " + maxConcurrent);
        }
    }

    /** The URL as text that a path can be appended to. */
    String base() {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
