package com.kisum.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.kisum.gateway.fact.MemberKey;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who was a member nowhere, a moment ago? Remembered for two seconds, apart from members and few per user: whoever tries a million
 * companies pushes out nothing but what they tried themselves.
 */
final class Strangers {
    private static final long REMEMBERED = Duration.ofSeconds(2).toNanos();
    private static final int MOST_USERS = 10_000;
    private static final int MOST_EACH = 16;

    private final Cache<UserId, Map<CompanyId, Long>> since = Caffeine.newBuilder().maximumSize(MOST_USERS)
            .executor(Runnable::run).build();
    /** Who was named a member, and when: an answer that was on its way then is not remembered. */
    private final Cache<MemberKey, Long> named = Caffeine.newBuilder().maximumSize(MOST_USERS).executor(Runnable::run)
            .build();
    private final LongSupplier clock;
    private volatile long allNamed;

    Strangers(LongSupplier clock) {
        this.clock = clock;
        this.allNamed = clock.getAsLong() - 1;
    }

    boolean knows(MemberKey key) {
        Map<CompanyId, Long> tried = since.getIfPresent(key.user());
        if (tried == null) {
            return false;
        }
        synchronized (tried) {
            Long at = tried.get(key.company());
            return at != null && clock.getAsLong() - at < REMEMBERED;
        }
    }

    /** Whether this user named a company just now that they do not belong to. */
    boolean triesAround(UserId user) {
        Map<CompanyId, Long> tried = since.getIfPresent(user);
        if (tried == null) {
            return false;
        }
        long now = clock.getAsLong();
        synchronized (tried) {
            return tried.values().stream().anyMatch(at -> now - at < REMEMBERED);
        }
    }

    /**
     * @param begun when the lookup began that ended with this
     */
    void remember(MemberKey key, long begun) {
        Map<CompanyId, Long> tried = since.get(key.user(), _ -> new Few());
        if (tried != null) {
            synchronized (tried) {
                tried.put(key.company(), begun);
            }
            if (isNamedSince(key, begun)) {
                remove(key);
            }
        }
    }

    private boolean isNamedSince(MemberKey key, long begun) {
        Long at = named.getIfPresent(key);
        return allNamed - begun >= 0 || (at != null && at - begun >= 0);
    }

    void forget(MemberKey key) {
        named.put(key, clock.getAsLong());
        remove(key);
    }

    private void remove(MemberKey key) {
        Map<CompanyId, Long> tried = since.getIfPresent(key.user());
        if (tried != null) {
            synchronized (tried) {
                tried.remove(key.company());
            }
        }
    }

    void forgetAll() {
        allNamed = clock.getAsLong();
        since.invalidateAll();
    }

    long users() {
        return since.estimatedSize();
    }

    /** How many are told that they are strangers without asking. Counts one by one: for whoever looks now and then. */
    long remembered() {
        long now = clock.getAsLong();
        long count = 0;
        for (Map<CompanyId, Long> tried : since.asMap().values()) {
            synchronized (tried) {
                count += tried.values().stream().filter(at -> now - at < REMEMBERED).count();
            }
        }
        return count;
    }

    /** The oldest goes first. */
    private static final class Few extends LinkedHashMap<CompanyId, Long> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<CompanyId, Long> eldest) {
            return size() > MOST_EACH;
        }
    }
}
