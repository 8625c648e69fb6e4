package com.kisum.core;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Does Core's own list of enabled modules agree with what is decided here? It follows an older rule, by which addons
 * count without a base. Nothing is decided by it; a difference is logged once per company and version, for as many
 * companies as a person could look at.
 */
final class OlderRule {
    private static final Logger LOG = LoggerFactory.getLogger(OlderRule.class);

    private final InstantSource clock;
    private final int maxCompanies;
    private final Map<CompanyId, Long> logged = new ConcurrentHashMap<>();
    private final AtomicBoolean saidThatThereAreMore = new AtomicBoolean();

    OlderRule(InstantSource clock, int maxCompanies) {
        this.clock = clock;
        this.maxCompanies = maxCompanies;
    }

    void compare(Entitlements entitlements, JsonNode enabledModules) {
        if (!enabledModules.isArray()) {
            return;
        }
        Set<String> enabled = new TreeSet<>();
        enabledModules.forEach(module -> enabled.add(module.isString() ? module.stringValue() : module.toString()));
        Set<String> counting = counting(entitlements);
        if (!enabled.equals(counting) && isNews(entitlements)) {
            LOG.warn(
                    "Core enables other modules than those that count: company {}, version {}, enabledModules {}, counting {}",
                    entitlements.company(), entitlements.version(), Quoted.printable(enabled.toString()), counting);
        }
    }

    private Set<String> counting(Entitlements entitlements) {
        Instant now = clock.instant();
        Set<String> counting = new TreeSet<>();
        Subscription base = entitlements.base();
        if (base != null && counts(base, now)) {
            add(base, counting);
            entitlements.addons().stream().filter(addon -> counts(addon, now)).forEach(addon -> add(addon, counting));
        }
        return counting;
    }

    private static boolean counts(Subscription subscription, Instant now) {
        return subscription.stateAt(now).counts(false);
    }

    private static void add(Subscription subscription, Set<String> counting) {
        subscription.modules().stream().map(ModuleKey::value).forEach(counting::add);
    }

    /** Called from event loops. Two at once may each log, or go past the bound by one; neither is worth a lock. */
    private boolean isNews(Entitlements entitlements) {
        Long before = logged.get(entitlements.company());
        if (before != null && before == entitlements.version()) {
            return false;
        }
        if (before == null && logged.size() >= maxCompanies) {
            sayThatThereAreMore();
            return false;
        }
        logged.put(entitlements.company(), entitlements.version());
        return true;
    }

    private void sayThatThereAreMore() {
        if (saidThatThereAreMore.compareAndSet(false, true)) {
            LOG.warn(
                    "Core enables other modules than those that count for more than {} companies; the rest is not logged",
                    maxCompanies);
        }
    }
}
