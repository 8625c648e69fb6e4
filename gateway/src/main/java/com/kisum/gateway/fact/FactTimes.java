package com.kisum.gateway.fact;

import java.time.Duration;

/**
 * How long does what is held hold?
 *
 * @param reloadAfter since the load began: after that the source is asked again
 * @param maxStaleness since it was last known to be current: after that it must be confirmed
 * @param patience for one lookup, all its questions together: a request is answered in time whatever hangs. Who comes later joins a lookup
 *            that is under way, so no lookup may take longer than what is held may go unconfirmed
 * @param backoff before a source that answered below its pointer is asked again; doubled each time
 */
public record FactTimes(Duration reloadAfter, Duration maxStaleness, Duration patience, Duration backoff) {
    public FactTimes {
        positive("reload-after", reloadAfter);
        positive("max-staleness", maxStaleness);
        positive("patience", patience);
        positive("backoff", backoff);
        if (maxStaleness.compareTo(reloadAfter) > 0) {
            throw new IllegalArgumentException(
                    "max-staleness (" + maxStaleness + ") must not be longer than reload-after ("
                            + reloadAfter + "): nothing is held for longer than that");
        }
        if (patience.compareTo(maxStaleness) > 0) {
            throw new IllegalArgumentException(
                    "patience (" + patience + ") must not be longer than max-staleness (" + maxStaleness
                            + "): what a lookup read at its beginning would be older than that at its end");
        }
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, not " + duration);
        }
    }
}
