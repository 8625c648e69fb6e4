package com.kisum.gateway.redis;

import com.kisum.gateway.fact.SharedFacts;
import com.kisum.gateway.redis.RedisMeters.Call;
import com.kisum.gateway.redis.RedisMeters.Strange;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * What have the replicas loaded for each other? A key ends by the server's own clock at the instant at which its load is too old,
 * not some time after the command arrives: a command that was held up on the way must not make facts younger. What is left of its
 * life tells how old it is, so nobody's wall clock is compared with another's.
 */
final class RedisFacts implements SharedFacts {
    /** The life left of a key that ended between the two questions. */
    private static final long GONE = -2;

    private final Primaries primaries;
    private final RedisKeys keys;
    private final LongSupplier nanos;
    private final RedisMeters meters;
    private final StoredFacts stored = new StoredFacts();

    RedisFacts(Primaries primaries, RedisKeys keys, LongSupplier nanos, RedisMeters meters) {
        this.primaries = primaries;
        this.keys = keys;
        this.nanos = nanos;
        this.meters = meters;
    }

    @Override
    public Mono<MembershipName> membershipOf(CompanyId company, UserId user) {
        String key = keys.member(company, user);
        return primaries.ask(Call.READ_NAME, key, (redis, _) -> redis.get(key).thenApply(Optional::ofNullable))
                .map(this::name)
                .onErrorResume(failure -> Mono.just(name(failure)));
    }

    @Override
    public Mono<Void> nameMembership(CompanyId company, UserId user, MembershipId membership, Duration life) {
        String key = keys.member(company, user);
        long now = nanos.getAsLong();
        if (life.toMillis() < 1) {
            return Mono.empty();
        }
        return primaries.ask(Call.KEEP_NAME, key, (redis, state) -> Script.NAME_MEMBERSHIP.run(redis,
                ScriptOutputType.INTEGER, key, membership.value(), Long.toString(state.millisAt(now) + life.toMillis()),
                Long.toString(life.toMillis() / 2))).then().onErrorResume(_ -> Mono.empty());
    }

    /** One round trip: both commands are sent before either is answered. */
    @Override
    public Mono<SharedReading> read(CompanyId company, MembershipId membership, long entitlementVersion,
            long grantsVersion) {
        String key = keys.facts(company, membership, entitlementVersion, grantsVersion);
        return primaries.ask(Call.READ_FACTS, key, (redis, _) -> {
            CompletableFuture<String> text = redis.get(key).toCompletableFuture();
            CompletableFuture<Long> left = redis.pttl(key).toCompletableFuture();
            return text.thenCombine(left,
                    (value, millis) -> Optional.ofNullable(value).map(it -> new Held(it, millis)));
        }).map(held -> held
                .map(it -> reading(it,
                        new StoredFacts.Identity(company, membership, entitlementVersion, grantsVersion)))
                .orElseGet(SharedReading.Missing::new)).onErrorResume(failure -> Mono.just(reading(failure)));
    }

    @Override
    public Mono<Void> keep(Entitlements entitlements, Grants grants, Duration age, Duration life) {
        long loaded = nanos.getAsLong() - age.toNanos();
        if (life.minus(age).toMillis() < 1 || !entitlements.company().equals(grants.company())) {
            return Mono.empty();
        }
        String key = keys.facts(grants.company(), grants.membership(), entitlements.version(), grants.version());
        String text = stored.text(entitlements, grants, life);
        return primaries.ask(Call.KEEP_FACTS, key,
                (redis, state) -> redis.set(key, text, SetArgs.Builder.pxAt(state.millisAt(loaded) + life.toMillis())))
                .then().onErrorResume(_ -> Mono.empty());
    }

    private record Held(String text, long leftMillis) {}

    private SharedReading reading(Held held, StoredFacts.Identity asked) {
        if (held.leftMillis == GONE) {
            return new SharedReading.Missing();
        }
        StoredFacts.Content content = held.leftMillis > 0 ? stored.read(held.text, asked) : null;
        if (content == null || content.life().toMillis() < held.leftMillis) {
            meters.found(Strange.FACTS);
            return new SharedReading.Missing();
        }
        return new SharedReading.Found(content.entitlements(), content.grants(),
                content.life().minusMillis(held.leftMillis));
    }

    private SharedReading reading(Throwable failure) {
        if (Cause.isCode(failure, "WRONGTYPE")) {
            meters.found(Strange.FACTS);
            return new SharedReading.Missing();
        }
        return new SharedReading.Unreachable(Cause.of(failure));
    }

    private MembershipName name(Optional<String> found) {
        if (found.isEmpty()) {
            return new MembershipName.Unknown();
        }
        if (!MembershipId.accepts(found.get())) {
            meters.found(Strange.NAME);
            return new MembershipName.Unknown();
        }
        return new MembershipName.Named(new MembershipId(found.get()));
    }

    private MembershipName name(Throwable failure) {
        if (Cause.isCode(failure, "WRONGTYPE")) {
            meters.found(Strange.NAME);
            return new MembershipName.Unknown();
        }
        return new MembershipName.Unreachable(Cause.of(failure));
    }
}
