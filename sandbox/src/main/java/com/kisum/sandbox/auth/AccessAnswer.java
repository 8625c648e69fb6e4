package com.kisum.sandbox.auth;

import com.kisum.sandbox.auth.EntitlementClient.Entitlements;
import com.kisum.sandbox.auth.EntitlementClient.Subscription;
import com.kisum.sandbox.auth.Memberships.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may a member do, by Auth's own account? The answer has room for one state, the base's. So a module is named as entitled
 * if that state does not promise too much for it: in grace beside a base that is active, it is left out.
 */
record AccessAnswer(String companyId, String membershipId, String accessVersion, @Nullable Base base,
        List<String> entitledModules, List<String> grantedModules, List<String> permissions, Instant validUntil) {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Set<String> COUNTING = Set.of("active", "trial");
    private static final String GRACE = "grace";

    record Base(String module, String status, @Nullable Instant endsAt) {}

    static AccessAnswer of(Membership membership, Entitlements entitlements, Instant now) {
        Set<String> entitled = entitled(entitlements, now);
        return new AccessAnswer(membership.company(), membership.id(),
                entitlements.entitlementVersion() + "." + membership.grantsVersion(), base(entitlements, now),
                List.copyOf(entitled), membership.modules(),
                membership.permissions()
                        .stream()
                        .filter(key -> entitled.contains(moduleOf(key)) && membership.modules().contains(moduleOf(key)))
                        .toList(),
                validUntil(entitlements, now));
    }

    private static @Nullable Base base(Entitlements entitlements, Instant now) {
        Subscription basic = entitlements.basic();
        if (basic == null || basic.modules().isEmpty() || now.isBefore(basic.startsAt())) {
            return null;
        }
        return new Base(basic.modules().getFirst(), basic.status(), basic.endsAt());
    }

    private static Set<String> entitled(Entitlements entitlements, Instant now) {
        Subscription basic = entitlements.basic();
        Set<String> modules = new TreeSet<>();
        if (basic == null || !basic.heldAt(now)) {
            return modules;
        }
        boolean inGrace = basic.status().equals(GRACE);
        Stream.concat(Stream.of(basic), entitlements.addons().stream())
                .filter(subscription -> subscription.heldAt(now))
                .filter(subscription -> COUNTING.contains(subscription.status())
                        || (inGrace && subscription.status().equals(GRACE)))
                .forEach(subscription -> modules.addAll(subscription.modules()));
        return inGrace || COUNTING.contains(basic.status()) ? modules : Set.of();
    }

    /** At most until the next date at which something begins or ends. */
    private static Instant validUntil(Entitlements entitlements, Instant now) {
        return Stream.concat(Stream.ofNullable(entitlements.basic()), entitlements.addons().stream())
                .flatMap(subscription -> Stream.concat(Stream.of(subscription.startsAt()),
                        Stream.ofNullable(subscription.endsAt())))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .filter(next -> next.isBefore(now.plus(LONGEST)))
                .orElse(now.plus(LONGEST));
    }

    private static String moduleOf(String key) {
        return key.split("\\.", 2)[0];
    }
}
