package com.kisum.gateway.redis;

import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.limit.Bucket;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is called what in Redis? Ids hold no colon and do not begin with {@code ~}, so no key can be taken for another.
 *
 * <p>Redis tells of changed keys prefix by prefix in the order of the prefixes, and within a prefix in the order of the keys.
 * Heartbeats begin with {@code ~}, the last printable character, below the last prefix: they come after everything else.
 */
record RedisKeys(String prefix) {
    private static final String VERSION = "access-version:";
    private static final String MEMBER = "access-member:";
    private static final String HEARTBEAT = VERSION + "~";

    String versions() {
        return prefix + VERSION;
    }

    String members() {
        return prefix + MEMBER;
    }

    String of(Pointer pointer) {
        return switch (pointer) {
            case Pointer.Company(CompanyId id) -> versions() + "company:" + id;
            case Pointer.Membership(MembershipId id) -> versions() + "membership:" + id;
            case Pointer.User(UserId id) -> versions() + "user:" + id;
            case Pointer.Session(SessionId id) -> versions() + "session:" + id;
        };
    }

    String member(CompanyId company, UserId user) {
        return members() + company + ":" + user;
    }

    String facts(CompanyId company, MembershipId membership, long entitlementVersion, long grantsVersion) {
        return prefix + "access:" + company + ":" + membership + ":" + entitlementVersion + "." + grantsVersion;
    }

    /** The number is for Cluster: with one or another, the key belongs to a given primary. */
    String heartbeat(String replica, int number) {
        return prefix + HEARTBEAT + replica + "-" + number;
    }

    boolean isHeartbeat(String key) {
        return key.startsWith(prefix + HEARTBEAT) && key.lastIndexOf('-') > (prefix + HEARTBEAT).length();
    }

    /** Written before each wait for a replica; not below a prefix that is told of. */
    String mark(String replica, int number) {
        return prefix + "access-mark:" + replica + "-" + number;
    }

    /** Which replica wrote this heartbeat. */
    String replica(String heartbeat) {
        return heartbeat.substring((prefix + HEARTBEAT).length(), heartbeat.lastIndexOf('-'));
    }

    /** Not below a prefix that is told of. */
    String bucket(Bucket bucket) {
        return prefix + "access-limit:" + bucket.route() + ":" + bucket.scope().name().toLowerCase(Locale.ROOT) + ":"
                + bucket.who();
    }

    /** Which pointer a key is; null when it is none of ours. */
    @Nullable
    Pointer pointer(String key) {
        String rest = after(versions(), key);
        int colon = rest == null ? -1 : rest.indexOf(':');
        if (rest == null || colon < 0) {
            return null;
        }
        String id = rest.substring(colon + 1);
        return switch (rest.substring(0, colon)) {
            case "company" -> CompanyId.accepts(id) ? new Pointer.Company(new CompanyId(id)) : null;
            case "membership" -> MembershipId.accepts(id) ? new Pointer.Membership(new MembershipId(id)) : null;
            case "user" -> UserId.accepts(id) ? new Pointer.User(new UserId(id)) : null;
            case "session" -> SessionId.accepts(id) ? new Pointer.Session(new SessionId(id)) : null;
            default -> null;
        };
    }

    /** Whose membership a key names; null when it is none of ours. */
    @Nullable
    Member member(String key) {
        String rest = after(members(), key);
        int colon = rest == null ? -1 : rest.indexOf(':');
        if (rest == null || colon < 0) {
            return null;
        }
        String company = rest.substring(0, colon);
        String user = rest.substring(colon + 1);
        return CompanyId.accepts(company) && UserId.accepts(user)
                ? new Member(new CompanyId(company), new UserId(user))
                : null;
    }

    private static @Nullable String after(String beginning, String key) {
        return key.startsWith(beginning) ? key.substring(beginning.length()) : null;
    }

    /** A user in a company. */
    record Member(CompanyId company, UserId user) {}
}
