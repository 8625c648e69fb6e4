package com.kisum.policy.route;

import java.time.Duration;

/** What a route does when the sources of access cannot be asked. */
public sealed interface OnOutage {
    record Deny() implements OnOutage {}

    /** GET and HEAD go on with what was known, at most this long after it was last fresh. */
    record Stale(Duration atMost) implements OnOutage {}
}
