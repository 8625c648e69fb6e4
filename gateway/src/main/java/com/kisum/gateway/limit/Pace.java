package com.kisum.gateway.limit;

import com.kisum.policy.route.RateLimit;
import java.util.concurrent.TimeUnit;

/**
 * How far apart are requests, and how many of them may come at once? A token bucket told by one number (GCRA): the time at which it will
 * be full again. Each request moves it on by one interval, and may not move it further ahead of now than the bucket is large.
 *
 * @param interval in which one token comes, in microseconds; rounded up, so that a limit is never exceeded
 * @param capacity how long it takes to fill an empty bucket
 */
public record Pace(long interval, long capacity) {
    /** Of all replicas together. */
    public static Pace of(RateLimit.Limited limit) {
        return ofShare(limit, 1);
    }

    /** Of one of so many. One request at a time passes at least, however many they are: a share of nothing would be an outage. */
    static Pace ofShare(RateLimit.Limited limit, int replicas) {
        long interval = Math.ceilDiv(TimeUnit.NANOSECONDS.toMicros(limit.per().toNanos()) * replicas, limit.count());
        return new Pace(interval, interval * Math.max(1, limit.count() / replicas));
    }
}
