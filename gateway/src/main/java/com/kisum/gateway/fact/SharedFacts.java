package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** What has another replica loaded already? Nothing here is ever an error: what cannot be read is not there. */
public interface SharedFacts {
    /** Under which membership is this user known in this company? */
    Mono<MembershipName> membershipOf(CompanyId company, UserId user);

    /** Whether it is stored does not matter to anyone who asks. */
    Mono<Void> nameMembership(CompanyId company, UserId user, MembershipId membership, Duration life);

    /** What is held under exactly these versions. */
    Mono<SharedReading> read(CompanyId company, MembershipId membership, long entitlementVersion, long grantsVersion);

    /**
     * Under the versions that the sources themselves answered with.
     *
     * @param age since the start of the older of the two loads
     * @param life from the start of that load
     */
    Mono<Void> keep(Entitlements entitlements, Grants grants, Duration age, Duration life);

    /** Who is meant, if known. */
    sealed interface MembershipName {
        record Named(MembershipId membership) implements MembershipName {}

        record Unknown() implements MembershipName {}

        record Unreachable(String cause) implements MembershipName {}
    }

    /** What was found. */
    sealed interface SharedReading {
        /**
         * @param age since the start of the load, at most
         */
        record Found(Entitlements entitlements, Grants grants, Duration age) implements SharedReading {}

        record Missing() implements SharedReading {}

        record Unreachable(String cause) implements SharedReading {}
    }
}
