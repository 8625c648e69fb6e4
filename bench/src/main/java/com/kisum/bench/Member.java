package com.kisum.bench;

import com.kisum.policy.Caller;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Who asks? A member of a company that has bought every module, granted every module and some permissions. */
final class Member {
    private static final CompanyId COMPANY = new CompanyId("acme");

    private Member() {}

    /** Reads and writes these resources; holds permissions that no route asks for until there are so many. */
    static Caller of(Platform platform, List<Resource> resources, int permissions) {
        List<String> rows = new ArrayList<>();
        for (Resource resource : resources) {
            rows.add(resource.read().value());
            rows.add(resource.write().value());
        }
        for (int i = rows.size(); i < permissions; i++) {
            rows.add("promoter.elsewhere-" + i + ".read");
        }
        return holding(platform, rows);
    }

    /** May do everything: one prefix for each module. */
    static Caller ofEverything(Platform platform) {
        return holding(platform, Resource.MODULES.stream().map(module -> module + ".*").toList());
    }

    private static Caller holding(Platform platform, List<String> permissions) {
        Grants grants = Grants.of(COMPANY, new MembershipId("m-1"), 1, Resource.MODULES, permissions);
        EffectiveAccess access = EffectiveAccess.of(bought(), grants, platform.table().vocabulary(), Instant.EPOCH);
        return new Caller.MemberWithAccess(new UserId("u-1"), access);
    }

    private static Entitlements bought() {
        List<Subscription> addons = Resource.MODULES.stream().skip(1).map(Member::active).toList();
        return new Entitlements(COMPANY, 1, active(Resource.MODULES.getFirst()), addons);
    }

    private static Subscription active(String module) {
        return new Subscription(SubscriptionStatus.ACTIVE, null, null, Set.of(new ModuleKey(module)));
    }
}
