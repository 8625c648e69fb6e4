package com.kisum.gateway.redis;

import com.kisum.gateway.fact.Change;
import com.kisum.gateway.fact.ChangeStore;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.redis.RedisMeters.Call;
import com.kisum.gateway.redis.RedisMeters.Outcome;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/**
 * How does an announced change become stored? Its pointer is moved at its primary, and a membership is named; both count once a
 * replica has them. A change is as little as a key and a version, so ten thousand may be under way; beyond, the caller comes
 * again.
 */
final class RedisChanges implements ChangeStore {
    private static final int MOST_UNDER_WAY = 10_000;
    /** Includes the wait behind others; whoever announces is told well before they give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Primaries primaries;
    private final RedisKeys keys;
    private final String pointerLife;
    private final Duration nameLife;
    private final RedisMeters meters;
    private final Semaphore places = new Semaphore(MOST_UNDER_WAY);

    RedisChanges(Primaries primaries, RedisKeys keys, Duration pointerLife, Duration nameLife, RedisMeters meters) {
        this.primaries = primaries;
        this.keys = keys;
        this.pointerLife = Long.toString(pointerLife.toMillis());
        this.nameLife = nameLife;
        this.meters = meters;
    }

    @Override
    public Mono<Stored> store(Change change) {
        return Mono.defer(() -> {
            long start = System.nanoTime();
            if (!places.tryAcquire()) {
                meters.record(Call.ANNOUNCE, Outcome.NOT_ASKED, start);
                return Mono.just(new Stored.No("too many changes are announced at once"));
            }
            CompletableFuture<Stored> stored = submit(change).orTimeout(PATIENCE.toMillis(),
                    TimeUnit.MILLISECONDS).exceptionally(failure -> new Stored.No(Cause.of(failure)));
            return Mono.fromFuture(stored.whenComplete((answer, _) -> {
                places.release();
                meters.record(Call.ANNOUNCE, answer instanceof Stored.Yes ? Outcome.ANSWERED : Outcome.OUTAGE, start);
            }), true);
        });
    }

    private CompletableFuture<Stored> submit(Change change) {
        return switch (change) {
            case Change.OfCompany(var company, long version) -> move(new Pointer.Company(company), version);
            case Change.OfUser(var user, long version) -> move(new Pointer.User(user), version);
            case Change.OfSession(var session) -> move(new Pointer.Session(session), Pointer.REVOKED);
            case Change.OfMembership membership -> moveAndName(membership);
        };
    }

    private CompletableFuture<Stored> move(Pointer pointer, long version) {
        String key = keys.of(pointer);
        String wanted = PointerText.of(pointer, version);
        return submit(key, (redis, inFull) -> inFull
                ? Script.FORWARD.inFull(redis, ScriptOutputType.VALUE, key, wanted, pointerLife)
                : Script.FORWARD.byDigest(redis, ScriptOutputType.VALUE, key, wanted, pointerLife));
    }

    /** The pointer first: who is led by the name must not find the pointer where it was. */
    private CompletableFuture<Stored> moveAndName(Change.OfMembership change) {
        String key = keys.member(change.company(), change.user());
        CompletableFuture<Stored> moved = move(new Pointer.Membership(change.membership()), change.grantsVersion());
        CompletableFuture<Stored> named = submit(key,
                (redis, _) -> redis.set(key, change.membership().value(), SetArgs.Builder.px(nameLife)));
        return moved.thenCombine(named, (pointer, name) -> pointer instanceof Stored.No ? pointer : name);
    }

    private CompletableFuture<Stored> submit(String key, Announcing.Write write) {
        Serving serving = primaries.of(key);
        return serving == null
                ? CompletableFuture.completedFuture(new Stored.No(Cause.of(new Cause.NotConnected())))
                : serving.announcing().submit(write);
    }
}
