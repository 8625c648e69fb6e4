package com.kisum.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.auth.AggregatedAccessSource;
import com.kisum.auth.AggregatedAnswer;
import com.kisum.gateway.fact.MemberKey;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What is an answer of Auth's aggregation worth, when a change is told of while it is on its way? */
final class OvertakenAnswerTest {
    private static final CompanyId ACME = new CompanyId("acme");
    private static final UserId ADA = new UserId("u-ada");
    private static final MembershipId M1 = new MembershipId("m-1");

    private final List<Sinks.One<AggregatedAnswer>> asked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long nanos = 1;
    private final AggregatedAccess access = new AggregatedAccess(this::answer, Duration.ofSeconds(5),
            Duration.ofSeconds(30), new AccessBounds(100, 100, 100), InstantSource.system(), () -> nanos,
            recorder());

    private static Recorder recorder() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new Recorder(new DecisionLog(meters), meters);
    }

    /** {@link AggregatedAccessSource} */
    private Mono<AggregatedAnswer> answer(CompanyId company, String token) {
        return Mono.defer(() -> {
            Sinks.One<AggregatedAnswer> answer = Sinks.one();
            asked.add(answer);
            return answer.asMono();
        });
    }

    private static AggregatedAnswer.Access version(String version) {
        Subscription base = new Subscription(SubscriptionStatus.ACTIVE, null, null, Set.of(new ModuleKey("promoter")));
        return new AggregatedAnswer.Access(new Entitlements(ACME, 0, base, List.of()),
                Grants.of(ACME, M1, 0, List.of("promoter"), List.of("promoter.*")), version,
                Instant.now().plusSeconds(600));
    }

    private void ask(String who) {
        access.of(new Bearer(ADA, new SessionId("s-1"), 1, "token", Instant.MAX), ACME, true,
                AccessContract.ROUTES.vocabulary(),
                Duration.ZERO).subscribe(found -> told.add(who + ": " + switch (found.caller()) {
                    case Caller.MemberWithAccess member -> member.access().version();
                    case Caller.Authenticated stranger -> stranger.why().code().name();
                    case Caller.Member _,Caller.Unproven _ -> "?";
                }));
    }

    private void later() {
        nanos++;
    }

    private void push(String what) {
        later();
        switch (what) {
            case "company" -> access.company(ACME);
            case "membership" -> access.membership(M1);
            case "user" -> access.user(ADA);
            case "name" -> access.named(new MemberKey(ACME, ADA));
            default -> access.everything();
        }
        later();
    }

    @ParameterizedTest
    @ValueSource(strings = {"company", "membership", "user", "name", "everything"})
    void isAskedForAgain(String what) {
        ask("first");
        push(what);
        asked.getFirst().tryEmitValue(version("17.4"));
        assertThat(told).isEmpty();
        assertThat(asked).hasSize(2);
        asked.getLast().tryEmitValue(version("18.4"));
        ask("later");
        assertThat(told).containsExactly("first: 18.4", "later: 18.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"company", "user", "name", "everything"})
    void isNotJoinedByWhoComesAfterTheChange(String what) {
        ask("first");
        push(what);
        ask("later");
        assertThat(asked).hasSize(2);
        asked.getLast().tryEmitValue(version("18.4"));
        assertThat(told).containsExactly("later: 18.4");
        asked.getFirst().tryEmitValue(version("17.4"));
        assertThat(told).hasSize(1);
        asked.getLast().tryEmitValue(version("18.4"));
        ask("last");
        assertThat(told).contains("last: 18.4").noneMatch(answer -> answer.contains("17.4"));
    }

    @Test
    void whatIsOvertakenTwiceIsAnOutage() {
        ask("first");
        push("company");
        asked.getFirst().tryEmitValue(version("17.4"));
        push("company");
        asked.getLast().tryEmitValue(version("18.4"));
        assertThat(told).containsExactly("first: ACCESS_UNAVAILABLE");
    }

    @Test
    void whatIsHeldEndsWithAChange() {
        ask("first");
        asked.getFirst().tryEmitValue(version("17.4"));
        ask("second");
        assertThat(asked).hasSize(1);
        push("membership");
        ask("third");
        assertThat(asked).hasSize(2);
        asked.getLast().tryEmitValue(version("18.4"));
        assertThat(told).containsExactly("first: 17.4", "second: 17.4", "third: 18.4");
    }

    @Test
    void whoBecameAMemberMeanwhileIsNoStranger() {
        ask("first");
        push("name");
        asked.getFirst().tryEmitValue(new AggregatedAnswer.NotAMember());
        asked.getLast().tryEmitValue(version("1.1"));
        ask("later");
        assertThat(told).containsExactly("first: 1.1", "later: 1.1");
    }
}
