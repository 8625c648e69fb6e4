package com.kisum.bench.access;

import com.kisum.auth.TokenVerdict;
import com.kisum.gateway.access.AccessBounds;
import com.kisum.gateway.access.AccessLookup;
import com.kisum.gateway.access.CachedAccess;
import com.kisum.gateway.fact.FactCache;
import com.kisum.gateway.fact.FactDesk;
import com.kisum.gateway.fact.FactTimes;
import com.kisum.gateway.fact.Loads;
import com.kisum.gateway.fact.Tracked;
import com.kisum.gateway.fact.Watches;
import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.identity.Identification;
import com.kisum.gateway.identity.Identity;
import com.kisum.gateway.identity.SessionFacts;
import com.kisum.gateway.identity.UserFacts;
import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.FactMetrics;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Vocabulary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The gateway's steps 3 to 5 as production wires them, but for the network. Time passes when it is told to. */
final class Gate implements AutoCloseable {
    private static final Duration RELOAD_AFTER = Duration.ofHours(1);
    private static final FactTimes TIMES = new FactTimes(RELOAD_AFTER, RELOAD_AFTER, Duration.ofSeconds(3),
            Duration.ofMillis(50));
    private static final int MOST = 10_000_000;

    private final Town town;
    private final Vocabulary vocabulary;
    private final AtomicLong passed = new AtomicLong();
    private final DecisionLog log;
    private final CachedAccess access;
    private final Identification identification;

    Gate(Town town) {
        this.town = town;
        this.vocabulary = town.vocabulary();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        this.log = new DecisionLog(meters);
        Recorder recorder = new Recorder(log, meters);
        NoRedis redis = new NoRedis();
        FactDesk desk = new FactDesk(redis, new Watches(), new Tracked(), TIMES, () -> System.nanoTime() + passed.get(),
                Schedulers.parallel(), new FactMetrics(meters));
        Loads loads = new Loads(64);
        this.access = new CachedAccess(town, town, redis, desk, new AccessBounds(MOST, MOST, MOST), loads,
                InstantSource.system(), recorder);
        this.identification = new Identification(_ -> Mono.just(new TokenVerdict.Expired()),
                new FactCache<>(new SessionFacts(town, InstantSource.system(), desk.clock()), desk, loads, MOST),
                new FactCache<>(new UserFacts(town, desk.clock()), desk, loads, MOST), recorder);
    }

    /** A token that was verified; what it says are texts of its own. */
    Bearer bearer(int member) {
        return new Bearer(town.user(member), town.session(member), 1, "token", Instant.MAX);
    }

    void enter(int member) {
        Mono<AccessLookup.Found> found = access.of(bearer(member), town.company(member), true, vocabulary,
                Duration.ZERO);
        if (!(found.toFuture().join().caller() instanceof Caller.MemberWithAccess)) {
            throw new IllegalStateException("member " + member + " found no access");
        }
    }

    void identify(Bearer bearer) {
        if (!(identification.standing(bearer, Duration.ZERO).toFuture().join() instanceof Identity.Proven)) {
            throw new IllegalStateException("member " + bearer.user() + " was not proven");
        }
    }

    /** What a warm request does before it is decided. Whatever is not there at once is not warm. */
    boolean warm(Bearer bearer, CompanyId company) throws Exception {
        return there(identification.standing(bearer, Duration.ZERO)) instanceof Identity.Proven
                && there(
                        access.of(bearer, company, true, vocabulary, Duration.ZERO)) instanceof AccessLookup.Found found
                && found.from() == AccessFrom.MEMORY;
    }

    private static @Nullable Object there(Mono<?> answer) throws Exception {
        return answer instanceof Callable<?> known ? known.call() : null;
    }

    /** From now on everything held has to be loaded again. */
    void timePasses() {
        passed.addAndGet(RELOAD_AFTER.toNanos());
    }

    @Override
    public void close() {
        log.close();
    }
}
