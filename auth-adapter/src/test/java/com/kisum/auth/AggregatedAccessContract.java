package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What everyone may rely on who asks Auth for access it worked out. */
abstract class AggregatedAccessContract {
    static final CompanyId ACME = new CompanyId("acme");
    static final String TOKEN = "a.good.token";
    private static final Instant ENDS = Instant.parse("2027-01-01T00:00:00Z");

    /** The same facts as {@link #ADAS_BODY}. */
    static final AggregatedAnswer.Access ADAS_ACCESS = new AggregatedAnswer.Access(
            new Entitlements(ACME, 0,
                    new Subscription(SubscriptionStatus.TRIAL, null, ENDS, Set.of(new ModuleKey("promoter"))),
                    List.of(new Subscription(SubscriptionStatus.ACTIVE, null, null,
                            Set.of(new ModuleKey("finance"))))),
            Grants.of(ACME, new MembershipId("m-1"), 0, List.of("promoter", "finance"),
                    List.of("finance.*", "promoter.events.read")),
            "17.4", Instant.parse("2026-01-01T00:05:00Z"));

    static final String ADAS_BODY = """
            {"companyId":"acme","membershipId":"m-1","accessVersion":"17.4",
             "base":{"module":"promoter","status":"trial","endsAt":"2027-01-01T01:00:00+01:00"},
             "entitledModules":["promoter","finance"],"grantedModules":["promoter","finance"],
             "permissions":["finance.*","promoter.events.read"],"validUntil":"2026-01-01T00:05:00Z",
             "somethingNew":{"weDoNotKnow":true}}
            """;

    abstract AggregatedAccessSource aggregated();

    /** The token's bearer has {@link #ADAS_ACCESS} in acme, and nothing elsewhere. */
    abstract void adaHasAccess();

    abstract void logout();

    abstract void breakDown();

    @Test
    void aMemberHasEntitlementsAndGrants() {
        adaHasAccess();
        assertThat(Answers.to(aggregated().access(ACME, TOKEN))).isEqualTo(ADAS_ACCESS);
    }

    @Test
    void whoIsNoMemberIsToldSo() {
        adaHasAccess();
        assertThat(Answers.to(aggregated().access(new CompanyId("lumen"), TOKEN)))
                .isEqualTo(new AggregatedAnswer.NotAMember());
    }

    @Test
    void aSessionThatEndedIsRevoked() {
        adaHasAccess();
        logout();
        assertThat(Answers.to(aggregated().access(ACME, TOKEN))).isEqualTo(new AggregatedAnswer.SessionRevoked());
    }

    @Test
    void anOutageIsAnAnswer() {
        adaHasAccess();
        breakDown();
        assertThat(Answers.to(aggregated().access(ACME, TOKEN))).isInstanceOf(AggregatedAnswer.Outage.class);
    }
}
