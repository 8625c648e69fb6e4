package com.kisum.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.auth.FakeMemberships;
import com.kisum.auth.MembershipAnswer;
import com.kisum.auth.MembershipSource;
import com.kisum.core.FakeEntitlements;
import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactTimes;
import com.kisum.gateway.fact.FakeSharedStore;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.PointerReading;
import com.kisum.gateway.fact.Tracked;
import com.kisum.gateway.fact.Watches;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.FactMetrics;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Does a membership that ended stay ended, whoever answers late? Two replicas, one Redis. */
final class MembershipEndTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final CompanyId ACME = new CompanyId("acme");
    private static final UserId ADA = new UserId("u-ada");
    private static final MembershipId MEMBERSHIP = new MembershipId("m-1");
    private static final Pointer POINTER = new Pointer.Membership(MEMBERSHIP);

    private final FakeSharedStore store = new FakeSharedStore(System::nanoTime, Duration.ofHours(24),
            Duration.ofMinutes(1));
    private final DecisionLog log = new DecisionLog(new SimpleMeterRegistry());
    private final FakeMemberships auth = new FakeMemberships().member(ADA, grants(7));

    private static Grants grants(long version) {
        return Grants.of(ACME, MEMBERSHIP, version, List.of("promoter"), List.of());
    }

    private CachedAccess replica(MembershipSource memberships) {
        FactDesk desk = new FactDesk(store, new Watches(), new Tracked(), new FactTimes(Duration.ofMinutes(1),
                Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofMillis(1)), System::nanoTime,
                Schedulers.parallel(), new FactMetrics(new SimpleMeterRegistry()));
        return new CachedAccess(memberships, new FakeEntitlements(), store, desk, new AccessBounds(100, 100, 100),
                new Loads(10), InstantSource.system(), new Recorder(log, new SimpleMeterRegistry()));
    }

    private static Mono<Caller> asked(CachedAccess replica) {
        return replica
                .of(new Bearer(ADA, new SessionId("s-1"), 1, "token", Instant.MAX), ACME, false,
                        AccessContract.ROUTES.vocabulary(),
                        Duration.ZERO)
                .map(AccessLookup.Found::caller);
    }

    private static String answer(Mono<Caller> asked) {
        return Objects.requireNonNull(asked.block(PATIENCE)) instanceof Caller.Authenticated stranger
                ? stranger.why().code().name()
                : "MEMBER";
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aSlowerLoadDoesNotUndoAnEndThatAnotherReplicaHasSeen() {
        Sinks.One<MembershipAnswer> slow = Sinks.one();
        MembershipSource slowOnce = new MembershipSource() {
            private boolean asked;

            @Override
            public Mono<MembershipAnswer> membership(CompanyId company, UserId user) {
                Mono<MembershipAnswer> answer = asked ? auth.membership(company, user) : slow.asMono();
                asked = true;
                return answer;
            }
        };
        Mono<Caller> waiting = asked(replica(slowOnce)).cache();
        waiting.subscribe();
        auth.end(ADA, ACME, MEMBERSHIP, 8);
        assertThat(answer(asked(replica(auth)))).isEqualTo("NOT_A_MEMBER");
        assertThat(store.read(POINTER).block(PATIENCE)).isEqualTo(new PointerReading.At(8));
        slow.tryEmitValue(new MembershipAnswer.Member(grants(7))).orThrow();
        assertThat(answer(waiting)).isEqualTo("NOT_A_MEMBER");
    }

    @Test
    void whatEndedBeforeItWasAnnouncedToGoOnIsAnOutageAndNoRefusal() {
        auth.end(ADA, ACME, MEMBERSHIP, 8);
        store.store(new Change.OfMembership(ACME, ADA, MEMBERSHIP, 9)).block(PATIENCE);
        assertThat(answer(asked(replica(auth)))).isEqualTo("ACCESS_UNAVAILABLE");
        auth.member(ADA, grants(9));
        assertThat(answer(asked(replica(auth)))).isEqualTo("MEMBER");
    }

    @Test
    void anAnnouncedEndHoldsWhileTheSourceStillSaysMember() {
        store.store(new Change.OfMembership(ACME, ADA, MEMBERSHIP, 8)).block(PATIENCE);
        assertThat(answer(asked(replica(auth)))).isEqualTo("ACCESS_UNAVAILABLE");
        auth.end(ADA, ACME, MEMBERSHIP, 8);
        assertThat(answer(asked(replica(auth)))).isEqualTo("NOT_A_MEMBER");
    }

    @Test
    void aStrangerMovesNoPointer() {
        auth.remove(ACME, ADA);
        assertThat(answer(asked(replica(auth)))).isEqualTo("NOT_A_MEMBER");
        assertThat(store.read(POINTER).block(PATIENCE)).isEqualTo(new PointerReading.Missing());
    }
}
