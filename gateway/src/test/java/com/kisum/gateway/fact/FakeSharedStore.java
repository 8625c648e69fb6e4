package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Redis as the ports promise it, in memory: forward only, told at once, alive for as long as was said. It can be unreachable, fall
 * silent, be flushed; keys expire when it is told to look, as Redis does when it finds the time. One primary, {@value #PRIMARY}.
 */
public final class FakeSharedStore implements Pointers, SharedFacts, ChangeStore {
    public static final String PRIMARY = "fake";

    private final LongSupplier nanos;
    private final Duration pointerLife;
    private final Duration nameLife;
    private final Map<Pointer, Timed<Long>> pointers = new HashMap<>();
    private final Map<Member, Timed<MembershipId>> names = new HashMap<>();
    private final Map<Place, Timed<Content>> facts = new HashMap<>();
    private @Nullable PushListener listener;
    private boolean reachable = true;
    private boolean telling = true;

    private record Timed<V>(V value, long endNanos) {}

    private record Member(CompanyId company, UserId user) {}

    private record Place(CompanyId company, MembershipId membership, long entitlementVersion, long grantsVersion) {}

    private record Content(Entitlements entitlements, Grants grants, long loadedNanos) {}

    public FakeSharedStore(LongSupplier nanos, Duration pointerLife, Duration nameLife) {
        this.nanos = nanos;
        this.pointerLife = pointerLife;
        this.nameLife = nameLife;
    }

    /** Tells who the primary is and that it is armed; each {@link #beat} then confirms. */
    public synchronized void follow(PushListener wanted) {
        listener = wanted;
        wanted.primaries(Set.of(PRIMARY));
        arm();
    }

    /** Whether questions are answered. */
    public synchronized void reachable(boolean wanted) {
        reachable = wanted;
    }

    /** The connection that tells is cut, or back. What changes while it is cut is never told. */
    public synchronized void telling(boolean wanted) {
        if (telling && !wanted && listener != null) {
            listener.lost(PRIMARY);
        }
        boolean back = !telling && wanted;
        telling = wanted;
        if (back) {
            arm();
        }
    }

    /** A heartbeat is written and comes back. */
    public synchronized void beat() {
        PushListener told = listener;
        if (told != null && telling) {
            told.heartbeat(PRIMARY, nanos.getAsLong());
        }
    }

    public synchronized void flush() {
        pointers.clear();
        names.clear();
        facts.clear();
        PushListener told = listener;
        if (told != null && telling) {
            told.flushed();
        }
    }

    /** As where memory is short: facts go, whatever else stays. */
    public synchronized void evictFacts() {
        facts.clear();
    }

    public synchronized void evict(CompanyId company, UserId user) {
        Member member = new Member(company, user);
        names.remove(member);
        renamed(member);
    }

    public synchronized void evict(Pointer pointer) {
        pointers.remove(pointer);
        moved(pointer);
    }

    /** What has outlived its time goes, and that is told. */
    public synchronized void expire() {
        for (Pointer pointer : Set.copyOf(pointers.keySet())) {
            if (alive(pointers, pointer) == null) {
                pointers.remove(pointer);
                moved(pointer);
            }
        }
        for (Member member : Set.copyOf(names.keySet())) {
            if (alive(names, member) == null) {
                names.remove(member);
                renamed(member);
            }
        }
    }

    @Override
    public Mono<PointerReading> read(Pointer pointer) {
        return answer(new PointerReading.Unreachable("cut"), () -> reading(pointer));
    }

    @Override
    public Mono<PointerReading> moveForward(Pointer pointer, long version) {
        return answer(new PointerReading.Unreachable("cut"), () -> {
            move(pointer, version);
            return reading(pointer);
        });
    }

    @Override
    public Mono<PointerReading> followDown(Pointer pointer, long seen, long version) {
        return answer(new PointerReading.Unreachable("cut"), () -> {
            Long standing = alive(pointers, pointer);
            boolean revoked = pointer instanceof Pointer.Session && standing != null && standing == Pointer.REVOKED;
            if (standing != null && standing == seen && standing != version && !revoked) {
                set(pointer, version);
            }
            return reading(pointer);
        });
    }

    @Override
    public Mono<MembershipName> membershipOf(CompanyId company, UserId user) {
        return answer(new MembershipName.Unreachable("cut"), () -> {
            MembershipId name = alive(names, new Member(company, user));
            return name == null ? new MembershipName.Unknown() : new MembershipName.Named(name);
        });
    }

    @Override
    public Mono<Void> nameMembership(CompanyId company, UserId user, MembershipId membership, Duration life) {
        return silently(() -> name(new Member(company, user), membership, life));
    }

    @Override
    public Mono<SharedReading> read(CompanyId company, MembershipId membership, long entitlementVersion,
            long grantsVersion) {
        return answer(new SharedReading.Unreachable("cut"), () -> {
            Content found = alive(facts, new Place(company, membership, entitlementVersion, grantsVersion));
            return found == null
                    ? new SharedReading.Missing()
                    : new SharedReading.Found(found.entitlements, found.grants,
                            Duration.ofNanos(nanos.getAsLong() - found.loadedNanos));
        });
    }

    @Override
    public Mono<Void> keep(Entitlements entitlements, Grants grants, Duration age, Duration life) {
        long loaded = nanos.getAsLong() - age.toNanos();
        return silently(() -> facts.put(
                new Place(grants.company(), grants.membership(), entitlements.version(), grants.version()),
                new Timed<>(new Content(entitlements, grants, loaded), loaded + life.toNanos())));
    }

    @Override
    public Mono<Stored> store(Change change) {
        return answer(new Stored.No("cut"), () -> {
            switch (change) {
                case Change.OfCompany(var company, long version) -> move(new Pointer.Company(company), version);
                case Change.OfUser(var user, long version) -> move(new Pointer.User(user), version);
                case Change.OfSession(var session) -> move(new Pointer.Session(session), Pointer.REVOKED);
                case Change.OfMembership(var company, var user, var membership, long version) -> {
                    move(new Pointer.Membership(membership), version);
                    set(new Member(company, user), membership, nameLife);
                }
            }
            return new Stored.Yes();
        });
    }

    private <A> Mono<A> answer(A outage, Supplier<? extends A> question) {
        return Mono.fromSupplier(() -> {
            synchronized (this) {
                return reachable ? question.get() : outage;
            }
        });
    }

    private Mono<Void> silently(Runnable action) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                if (reachable) {
                    action.run();
                }
            }
        });
    }

    private PointerReading reading(Pointer pointer) {
        Long version = alive(pointers, pointer);
        return version == null ? new PointerReading.Missing() : new PointerReading.At(version);
    }

    /** One that stays is not told of. */
    private void move(Pointer pointer, long version) {
        Long standing = alive(pointers, pointer);
        if (standing == null || standing < version) {
            set(pointer, version);
        }
    }

    private void set(Pointer pointer, long version) {
        pointers.put(pointer, new Timed<>(version, nanos.getAsLong() + pointerLife.toNanos()));
        moved(pointer);
    }

    private void name(Member member, MembershipId membership, Duration life) {
        Timed<MembershipId> standing = names.get(member);
        boolean stays = standing != null && membership.equals(standing.value)
                && standing.endNanos - nanos.getAsLong() >= life.dividedBy(2).toNanos();
        if (!stays) {
            set(member, membership, life);
        }
    }

    private void set(Member member, MembershipId membership, Duration life) {
        names.put(member, new Timed<>(membership, nanos.getAsLong() + life.toNanos()));
        renamed(member);
    }

    private void arm() {
        PushListener told = listener;
        if (told != null && telling) {
            told.armed(PRIMARY, nanos.getAsLong());
        }
    }

    private void moved(Pointer pointer) {
        PushListener told = listener;
        if (told != null && telling) {
            told.moved(pointer);
        }
    }

    private void renamed(Member member) {
        PushListener told = listener;
        if (told != null && telling) {
            told.renamed(member.company, member.user);
        }
    }

    private <K, V> @Nullable V alive(Map<K, Timed<V>> all, K key) {
        Timed<V> found = all.get(key);
        return found == null || found.endNanos - nanos.getAsLong() <= 0 ? null : found.value;
    }
}
