package com.kisum.policy.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.DenyCode;
import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleState;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.path.PathFault;
import com.kisum.policy.route.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is wrong, and who can do something about it. */
final class DenialWordsTest {
    private static final ModuleKey FINANCE = new ModuleKey("finance");

    @Test
    void saysEveryReasonAndItsRemedyInSentences() {
        assertThat(reasons()).extracting(DenyReason::code).contains(DenyCode.values());
        for (DenyReason reason : reasons()) {
            assertThat(ReasonWords.of(reason)).as("%s", reason).matches("[A-Z].*[^.]\\.").doesNotContain("  ", "null");
            assertThat(RemedyWords.of(reason)).as("%s", reason).isNotEmpty()
                    .allSatisfy(remedy -> assertThat(remedy.toString()).matches("For the .+: [a-z].*[^.]\\."));
        }
    }

    @Test
    void saysEachReasonInItsOwnWords() {
        assertThat(reasons()).extracting(ReasonWords::of).doesNotHaveDuplicates();
    }

    @Test
    void tellsEachStateApartAndWhatTheOwnerWouldDo() {
        assertThat(Arrays.stream(ModuleState.values()).filter(state -> !state.counts(false))
                .map(state -> RemedyWords.of(new DenyReason.ModuleNotEntitled(FINANCE, state)).getFirst().toString()))
                .containsExactly(
                        "For the company's owner: pay what is due, so that the subscription for the module finance leaves grace.",
                        "For the company's owner: settle with the platform why the subscription for the module finance "
                                + "was suspended, and have it resumed.",
                        "For the company's owner: buy the module finance again: the subscription for the module finance "
                                + "was cancelled.",
                        "For the company's owner: renew the subscription for the module finance.",
                        "For the company's owner: buy the module finance: its trial has ended.",
                        "For the company's owner: buy the module finance.");
    }

    @Test
    void sendsAMissingGrantToTheCompanysAdministrator() {
        assertThat(RemedyWords.of(new DenyReason.ModuleNotGranted(FINANCE)))
                .containsExactly(new Remedy(Remedy.Who.COMPANY_ADMINISTRATOR,
                        "grant the member the module finance in Auth"));
        assertThat(RemedyWords.of(new DenyReason.PermissionMissing(new PermissionKey("finance.expenses.read"))))
                .containsExactly(new Remedy(Remedy.Who.COMPANY_ADMINISTRATOR,
                        "grant the member the permission finance.expenses.read in Auth"));
    }

    @Test
    void sendsAnOutageToTheSre() {
        for (Source source : Source.values()) {
            DenyReason reason = new DenyReason.AccessUnavailable(source);
            assertThat(ReasonWords.of(reason)).startsWith(source + " cannot be asked now");
            assertThat(RemedyWords.of(reason)).extracting(Remedy::who).containsExactly(Remedy.Who.SRE);
        }
    }

    @Test
    void saysWhatIsInGrace() {
        DenyReason base = new DenyReason.SubscriptionInactive(ModuleState.GRACE);
        DenyReason module = new DenyReason.ModuleNotEntitled(FINANCE, ModuleState.GRACE);
        assertThat(ReasonWords.of(new DenyReason.GraceReadOnly(base))).isEqualTo(
                "The company's base subscription is in grace, and in grace this route is for reading only.");
        assertThat(ReasonWords.of(new DenyReason.GraceReadOnly(module))).isEqualTo("The company's subscription for "
                + "the module finance is in grace, and in grace this route is for reading only.");
        assertThat(RemedyWords.of(new DenyReason.GraceReadOnly(module))).isEqualTo(RemedyWords.of(module));
    }

    @Test
    void namesTheMethodsThatWouldBeTaken() {
        assertThat(ReasonWords.of(new DenyReason.MethodNotAllowed(Set.of(Method.POST, Method.GET))))
                .endsWith("they take GET, POST.");
    }

    private static List<DenyReason> reasons() {
        List<DenyReason> reasons = new ArrayList<>(List.of(new DenyReason.NoRoute(),
                new DenyReason.MethodNotAllowed(Set.of(Method.GET)), new DenyReason.TokenMissing(),
                new DenyReason.TokenInvalid(), new DenyReason.TokenExpired(), new DenyReason.SessionRevoked(),
                new DenyReason.KeysUnavailable(), new DenyReason.CompanyRequired(), new DenyReason.NotAMember(),
                new DenyReason.Overloaded(), new DenyReason.TooManyLookups(), new DenyReason.ModuleNotGranted(FINANCE),
                new DenyReason.RateLimited(Duration.ofSeconds(3)),
                new DenyReason.PermissionMissing(new PermissionKey("finance.expenses.read")),
                new DenyReason.GraceReadOnly(new DenyReason.SubscriptionInactive(ModuleState.GRACE))));
        for (PathFault fault : PathFault.values()) {
            reasons.add(new DenyReason.RequestAmbiguous(fault, 3));
        }
        for (ModuleState state : ModuleState.values()) {
            reasons.add(new DenyReason.SubscriptionInactive(state));
            reasons.add(new DenyReason.ModuleNotEntitled(FINANCE, state));
        }
        for (Source source : Source.values()) {
            reasons.add(new DenyReason.AccessUnavailable(source));
        }
        return reasons;
    }
}
