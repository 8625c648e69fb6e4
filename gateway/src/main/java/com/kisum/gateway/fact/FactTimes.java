package com.kisum.gateway.fact;

import java.time.Duration;

/**
 * How long does what is held hold?
 *
 * @param reloadAfter since the load began: after that the source is asked again
 * @param maxStaleness since it was last known to be current: after that it must be confirmed
 * @param patience for one lookup, all its questions together: a request is answered in time whatever hangs
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
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, not " + duration);
        }
    }
}
