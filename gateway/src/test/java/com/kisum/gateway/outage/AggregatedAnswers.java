package com.kisum.gateway.outage;

import com.kisum.gateway.outage.OutageWorld.Person;
import java.time.Instant;

/** What does Auth's aggregation say when it is well? */
final class AggregatedAnswers {
    private AggregatedAnswers() {}

    /** Everything of promoter and finance. */
    static String of(Person person) {
        return of(person, Instant.now().plusSeconds(60));
    }

    static String of(Person person, Instant validUntil) {
        return """
                {"companyId":"%s","membershipId":"m-%s","accessVersion":"17.4",
                 "base":{"module":"promoter","status":"active","endsAt":null},
                 "entitledModules":["promoter","finance"],"grantedModules":["promoter","finance"],
                 "permissions":["promoter.*","finance.*"],"validUntil":"%s"}
                """.formatted(person.company(), person.user(), validUntil);
    }
}
