package com.kisum.policy.diff;

import com.kisum.policy.AccessQuestion;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.DenyReason;
import com.kisum.policy.PolicyEngine;
import com.kisum.policy.Source;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.RouteTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Sees who passes under one policy, by asking the engine for everyone there can be in a small world. */
final class Onlooker {
    private static final CompanyId COMPANY = new CompanyId("acme");
    private static final UserId USER = new UserId("ada");
    private static final List<String> MODULES = List.of("m", "n", "old");
    private static final List<Entitlements> BOUGHT = List.of(bought(SubscriptionStatus.ACTIVE, "", ""),
            bought(SubscriptionStatus.ACTIVE, "", "m"), bought(SubscriptionStatus.ACTIVE, "", "n"),
            bought(SubscriptionStatus.ACTIVE, "", "old"), bought(SubscriptionStatus.ACTIVE, "", "m n"),
            bought(SubscriptionStatus.ACTIVE, "m n", ""), bought(SubscriptionStatus.ACTIVE, "old", "n"),
            bought(SubscriptionStatus.GRACE, "m n old", ""), bought(SubscriptionStatus.CANCELLED, "m n", ""));

    private final RouteTable table;
    private final PolicyEngine engine;
    private final List<Caller> callers = new ArrayList<>();

    Onlooker(RouteTable table) {
        this.table = table;
        this.engine = new PolicyEngine(table);
        callers.add(new Caller.Unproven(new DenyReason.TokenMissing()));
        callers.add(new Caller.Authenticated(USER, new DenyReason.NotAMember()));
        callers.add(new Caller.Member(USER, COMPANY, new MembershipId("ms"), Source.CORE));
        for (Entitlements bought : BOUGHT) {
            for (int granted = 0; granted < 1 << (2 * MODULES.size()); granted++) {
                callers.add(new Caller.MemberWithAccess(USER,
                        EffectiveAccess.of(bought, grants(granted), table.vocabulary(), Instant.EPOCH)));
            }
        }
    }

    /** Of all callers, by number, those who get through. */
    BitSet passing(Method method, Lookup lookup) {
        BitSet passing = new BitSet();
        for (int i = 0; i < callers.size(); i++) {
            if (passes(new AccessQuestion(method, lookup, callers.get(i)))) {
                passing.set(i);
            }
        }
        return passing;
    }

    RouteTable table() {
        return table;
    }

    private boolean passes(AccessQuestion question) {
        boolean shadow = question.lookup() instanceof Lookup.Found found
                && found.route().options().mode() == Mode.SHADOW;
        return engine.decide(question) instanceof Decision.Allow
                || (shadow && !(question.caller() instanceof Caller.Unproven));
    }

    private static Entitlements bought(SubscriptionStatus status, String inBase, String inAddon) {
        return new Entitlements(COMPANY, 1, new Subscription(status, null, null, keys(inBase)),
                List.of(new Subscription(SubscriptionStatus.ACTIVE, null, null, keys(inAddon))));
    }

    private static Set<ModuleKey> keys(String names) {
        return Arrays.stream(names.split(" ")).filter(name -> !name.isEmpty()).map(ModuleKey::new)
                .collect(Collectors.toSet());
    }

    private static Grants grants(int granted) {
        List<String> modules = new ArrayList<>();
        List<String> permissions = new ArrayList<>();
        for (int i = 0; i < MODULES.size(); i++) {
            if ((granted & 1 << i) != 0) {
                modules.add(MODULES.get(i));
            }
            if ((granted & 1 << (MODULES.size() + i)) != 0) {
                permissions.add(MODULES.get(i) + ".things.read");
            }
        }
        return Grants.of(COMPANY, new MembershipId("ms"), 1, modules, permissions);
    }
}
