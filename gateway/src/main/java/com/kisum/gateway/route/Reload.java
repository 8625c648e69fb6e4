package com.kisum.gateway.route;

import java.time.Instant;
import java.util.List;

/** What came of the last edit of routes.yml? */
public sealed interface Reload {
    Instant at();

    /** It is what decides now. */
    record Succeeded(Instant at, String revision) implements Reload {}

    /** The policy before it still decides. */
    record Failed(Instant at, List<String> problems) implements Reload {}
}
