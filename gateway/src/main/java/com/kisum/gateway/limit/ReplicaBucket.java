package com.kisum.gateway.limit;

import com.kisum.policy.route.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * What does this replica know of a bucket by itself? What it has let pass, so that its share is used up already as far as it is when the
 * shared bucket cannot be asked any more; that the shared one is empty, and until when; and how many are asking. Times are microseconds of a
 * monotonic clock.
 */
final class ReplicaBucket {
    /** What the shared bucket said holds no longer: someone may have emptied it by hand to let a customer in. */
    private static final long LONGEST_MEMORY = 1_000_000;

    private long fullAt;
    private long emptyUntil;
    private long askAgainAt;
    private RateLimit.@Nullable Limited emptyOf;
    private int asking;

    ReplicaBucket(long now) {
        fullAt = now;
        askAgainAt = now;
    }

    /**
     * Whether it is worth asking. When as many ask already as can be in the bucket, there is none for one more.
     *
     * @return 0, and one more asks now; or how long to wait
     */
    synchronized long ask(RateLimit.Limited limit, long now) {
        if (limit.equals(emptyOf) && now < askAgainAt) {
            return emptyUntil - now;
        }
        if (asking >= limit.count()) {
            return Pace.of(limit).interval();
        }
        asking++;
        return 0;
    }

    synchronized void asked() {
        asking--;
    }

    /** It has passed, whatever the share says. */
    synchronized void passed(Pace share, long now) {
        fullAt = Math.min(Math.max(fullAt, now) + share.interval(), now + share.capacity());
    }

    /** All that there was has been taken, by whomever. */
    synchronized void empty(RateLimit.Limited limit, Pace share, long wait, long now) {
        fullAt = now + share.capacity();
        emptyUntil = now + wait;
        askAgainAt = now + Math.min(wait, LONGEST_MEMORY);
        emptyOf = limit;
    }

    /**
     * Takes one of the share, if there is one.
     *
     * @return 0, or how long to wait
     */
    synchronized long take(Pace share, long now) {
        // Under another limit, or with other replicas, it may have been further from full than it can be now.
        fullAt = Math.min(Math.max(fullAt, now), now + share.capacity());
        long wait = fullAt + share.interval() - now - share.capacity();
        if (wait > 0) {
            return wait;
        }
        fullAt += share.interval();
        return 0;
    }
}
