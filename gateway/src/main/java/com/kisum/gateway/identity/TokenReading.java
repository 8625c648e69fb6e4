package com.kisum.gateway.identity;

import com.kisum.policy.DenyReason;

/** What does the request's token say, by itself? */
public sealed interface TokenReading permits Bearer, TokenReading.Refused {
    record Refused(DenyReason.OfToken why) implements TokenReading {}
}
