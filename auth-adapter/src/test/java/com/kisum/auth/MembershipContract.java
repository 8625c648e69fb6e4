package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What everyone may rely on who asks for a member's grants. */
abstract class MembershipContract {
    private static final UserId ADA = new UserId("u-ada");
    private static final CompanyId ACME = new CompanyId("acme");
    private static final CompanyId LUMEN = new CompanyId("lumen");
    private static final Grants IN_ACME = Grants.of(ACME, new MembershipId("m-1"), 7, List.of("finance", "ai"),
            List.of("finance.expenses.read", "ai.*"));

    abstract MembershipSource memberships();

    /** The rows behind {@link Grants#of}. */
    abstract void member(UserId user, Grants grants, List<String> modules, List<String> permissions);

    /** Of a member: not active any more, as of this version. */
    abstract void ended(UserId user, CompanyId company, MembershipId membership, long version);

    abstract void breakDown();

    private void adaWorksAtAcme() {
        member(ADA, IN_ACME, List.of("finance", "ai"), List.of("finance.expenses.read", "ai.*"));
    }

    @Test
    void aMemberHasGrantsAndTheirVersion() {
        adaWorksAtAcme();
        assertThat(Answers.to(memberships().membership(ACME, ADA))).isEqualTo(new MembershipAnswer.Member(IN_ACME));
    }

    @Test
    void aMemberWithoutGrantsIsAMember() {
        Grants none = Grants.of(ACME, new MembershipId("m-2"), 0, List.of(), List.of());
        member(ADA, none, List.of(), List.of());
        assertThat(Answers.to(memberships().membership(ACME, ADA))).isEqualTo(new MembershipAnswer.Member(none));
    }

    @Test
    void membershipOfOneCompanyIsNoneOfAnother() {
        adaWorksAtAcme();
        assertThat(Answers.to(memberships().membership(LUMEN, ADA))).isEqualTo(new MembershipAnswer.NotAMember());
    }

    @Test
    void aMembershipThatEndedSaysSinceWhichVersion() {
        adaWorksAtAcme();
        ended(ADA, ACME, IN_ACME.membership(), 8);
        assertThat(Answers.to(memberships().membership(ACME, ADA)))
                .isEqualTo(new MembershipAnswer.Ended(IN_ACME.membership(), 8));
    }

    @Test
    void aStrangerIsNoMember() {
        assertThat(Answers.to(memberships().membership(ACME, new UserId("u-never"))))
                .isEqualTo(new MembershipAnswer.NotAMember());
    }

    @Test
    void anOutageIsAnAnswer() {
        adaWorksAtAcme();
        breakDown();
        assertThat(Answers.to(memberships().membership(ACME, ADA))).isInstanceOf(MembershipAnswer.Outage.class);
    }
}
