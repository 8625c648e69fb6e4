package com.kisum.gateway.replicas;

import com.kisum.auth.AggregatedAccessSource;
import com.kisum.auth.AggregatedAnswer;
import com.kisum.auth.Authenticator;
import com.kisum.auth.MembershipAnswer;
import com.kisum.auth.MembershipSource;
import com.kisum.auth.SessionAnswer;
import com.kisum.auth.SessionSource;
import com.kisum.auth.TokenVerdict;
import com.kisum.auth.UserAnswer;
import com.kisum.auth.UserSource;
import com.kisum.core.EntitlementAnswer;
import com.kisum.core.EntitlementSource;
import com.kisum.gateway.FakePorts;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How does one replica find Auth and Core? Who is asked is counted, outages included; what they say is the truth, when they say it. */
final class Neighbours {
    private final FakePorts truth;
    final Port auth = new Port();
    final Port core = new Port();
    final AtomicInteger sessions = new AtomicInteger();
    final AtomicInteger users = new AtomicInteger();
    final AtomicInteger memberships = new AtomicInteger();
    final AtomicInteger entitlements = new AtomicInteger();
    final AtomicInteger aggregations = new AtomicInteger();
    /** How many requests have come so far that their token was read: no call to anyone. */
    final AtomicInteger tokens = new AtomicInteger();

    Neighbours(FakePorts truth) {
        this.truth = truth;
    }

    /** One of the two, and its troubles. */
    static final class Port {
        private enum Mood {
            WELL, DOWN, HANGS
        }

        private volatile Mood mood = Mood.WELL;
        private volatile Sinks.Empty<Void> gate = letGo(Sinks.empty());

        void isDown() {
            mood = Mood.DOWN;
        }

        /** Not even an outage comes back: worse than an adapter, which gives up by itself. */
        void hangs() {
            mood = Mood.HANGS;
        }

        void isWell() {
            mood = Mood.WELL;
        }

        /** What is asked from now on waits for {@link #answer}. */
        void hold() {
            gate = Sinks.empty();
        }

        void answer() {
            letGo(gate);
        }

        /** What lets go what waits by now; what is asked later waits for the next. */
        Runnable heldBack() {
            Sinks.Empty<Void> now = gate;
            hold();
            return () -> letGo(now);
        }

        private <A> Mono<A> asked(AtomicInteger count, Supplier<Mono<A>> truth, A outage) {
            return Mono.defer(() -> {
                count.incrementAndGet();
                return gate.asMono().then(switch (mood) {
                    case WELL -> Mono.defer(truth);
                    case DOWN -> Mono.just(outage);
                    case HANGS -> Mono.never();
                });
            });
        }

        private static Sinks.Empty<Void> letGo(Sinks.Empty<Void> gate) {
            gate.tryEmitEmpty();
            return gate;
        }
    }

    /** How often anyone was asked anything. */
    int asked() {
        return sessions.get() + users.get() + memberships.get() + entitlements.get();
    }

    SessionSource sessionSource() {
        return session -> auth.asked(sessions, () -> truth.sessions().session(session),
                new SessionAnswer.Outage("down, for the test"));
    }

    UserSource userSource() {
        return user -> auth.asked(users, () -> truth.users().user(user), new UserAnswer.Outage("down, for the test"));
    }

    MembershipSource membershipSource() {
        return (company, user) -> auth.asked(memberships, () -> truth.memberships().membership(company, user),
                new MembershipAnswer.Outage("down, for the test"));
    }

    EntitlementSource entitlementSource() {
        return company -> core.asked(entitlements, () -> truth.entitlements().entitlementsOf(company),
                new EntitlementAnswer.Outage("down, for the test"));
    }

    /** Auth puts the same truth together by itself. */
    AggregatedAccessSource aggregatedAccessSource() {
        return (company, token) -> auth.asked(aggregations,
                () -> truth.tokens().verify(token).flatMap(verdict -> verdict instanceof TokenVerdict.Genuine genuine
                        ? Mono.zip(truth.memberships().membership(company, genuine.user()),
                                truth.entitlements().entitlementsOf(company), Neighbours::aggregated)
                        : Mono.just(new AggregatedAnswer.SessionRevoked())),
                new AggregatedAnswer.Outage("down, for the test"));
    }

    private static AggregatedAnswer aggregated(MembershipAnswer member, EntitlementAnswer company) {
        return member instanceof MembershipAnswer.Member(Grants grants)
                && company instanceof EntitlementAnswer.Known(Entitlements bought)
                        ? new AggregatedAnswer.Access(bought, grants, bought.version() + "." + grants.version(),
                                Instant.now().plusSeconds(3_600))
                        : new AggregatedAnswer.NotAMember();
    }

    private Mono<TokenVerdict> read(String token) {
        tokens.incrementAndGet();
        return truth.tokens().verify(token);
    }

    /** Before the application's own: theirs stand back when one is there. */
    void putInto(GenericApplicationContext context) {
        context.registerBean(Authenticator.class, () -> this::read);
        context.registerBean(AggregatedAccessSource.class, this::aggregatedAccessSource);
        context.registerBean(SessionSource.class, this::sessionSource);
        context.registerBean(UserSource.class, this::userSource);
        context.registerBean(MembershipSource.class, this::membershipSource);
        context.registerBean(EntitlementSource.class, this::entitlementSource);
    }
}
