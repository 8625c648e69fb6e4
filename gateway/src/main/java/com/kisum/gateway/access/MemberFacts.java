package com.kisum.gateway.access;

import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.Vocabulary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was a member granted, and what did that come to when it last met what the company has bought? Compiling costs more than
 * deciding; it is done again when either half, the policy's vocabulary or the calendar says so.
 */
final class MemberFacts {
    private final Grants grants;
    // A race compiles twice and keeps either: both are right.
    private volatile @Nullable EffectiveAccess compiled;
    private volatile long sharedAsOf;

    MemberFacts(Grants grants) {
        this.grants = grants;
    }

    Grants grants() {
        return grants;
    }

    /** The version of what was last worked out. */
    @Nullable
    String compiledVersion() {
        EffectiveAccess known = compiled;
        return known == null ? null : known.version();
    }

    /**
     * Whether other replicas have not been told yet what is known now; they have, from here on. What they have been told ends with the
     * older of its loads, and both are repeated in time.
     *
     * @param before the version of what was worked out before
     * @param loadedNanos when the older of the two loads began
     */
    boolean isNews(@Nullable String before, String version, long loadedNanos) {
        if (version.equals(before) && loadedNanos - sharedAsOf <= 0) {
            return false;
        }
        sharedAsOf = loadedNanos;
        return true;
    }

    EffectiveAccess with(Entitlements entitlements, Vocabulary vocabulary, Instant now) {
        EffectiveAccess known = compiled;
        if (known != null && known.isOf(entitlements, vocabulary, now)) {
            return known;
        }
        EffectiveAccess fresh = EffectiveAccess.of(entitlements, grants, vocabulary, now);
        compiled = fresh;
        return fresh;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemberFacts facts && grants.equals(facts.grants);
    }

    @Override
    public int hashCode() {
        return grants.hashCode();
    }

    @Override
    public String toString() {
        return grants.company() + "/" + grants.membership() + " " + grants.version();
    }
}
