package com.kisum.gateway.outage;

import java.time.Instant;

/** What does Auth's aggregation say when it is well? */
final class AggregatedAnswers {
    private AggregatedAnswers() {}

    /** Everything of promoter and finance, in acme. */
    static String of(String user) {
        return of(user, Instant.now().plusSeconds(60));
    }

    static String of(String user, Instant validUntil) {
        return """
                {"companyId":"acme","membershipId":"m-%s","accessVersion":"17.4",
                 "base":{"module":"promoter","status":"active","endsAt":null},
                 "entitledModules":["promoter","finance"],"grantedModules":["promoter","finance"],
                 "permissions":["promoter.*","finance.*"],"validUntil":"%s"}
                """.formatted(user, validUntil);
    }
}
