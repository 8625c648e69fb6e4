package com.kisum.policy.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A company and a member of it, told in a line: what was bought, what was granted. */
public final class FactBuilder {
    public static final CompanyId ACME = new CompanyId("acme");
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private @Nullable Subscription base;
    private final List<Subscription> addons = new ArrayList<>();
    private final List<String> modules = new ArrayList<>();
    private final List<String> permissions = new ArrayList<>();

    private FactBuilder() {}

    public static FactBuilder company() {
        return new FactBuilder();
    }

    public FactBuilder base(SubscriptionStatus status, String... keys) {
        base = new Subscription(status, null, null, keys(keys));
        return this;
    }

    public FactBuilder base(Subscription subscription) {
        base = subscription;
        return this;
    }

    public FactBuilder addon(SubscriptionStatus status, String... keys) {
        return addon(new Subscription(status, null, null, keys(keys)));
    }

    public FactBuilder addon(Subscription subscription) {
        addons.add(subscription);
        return this;
    }

    public FactBuilder grantModules(String... rows) {
        modules.addAll(List.of(rows));
        return this;
    }

    public FactBuilder grant(String... rows) {
        permissions.addAll(List.of(rows));
        return this;
    }

    public Entitlements entitlements() {
        return new Entitlements(ACME, 17, base, addons);
    }

    public Grants grants() {
        return Grants.of(ACME, new MembershipId("m1"), 4, modules, permissions);
    }

    public EffectiveAccess access(Vocabulary vocabulary) {
        return EffectiveAccess.of(entitlements(), grants(), vocabulary, NOW);
    }

    public static Set<ModuleKey> keys(String... keys) {
        return Arrays.stream(keys).map(ModuleKey::new).collect(Collectors.toSet());
    }

    /** The platform in small: one old name, two personas, two addons. */
    public static ModuleCatalog catalog() {
        return new ModuleCatalog(List.of(module("promoter", ModuleType.BASE, "basic"), module("venue", ModuleType.BASE),
                module("finance", ModuleType.ADDON), module("ai", ModuleType.ADDON)));
    }

    public static CatalogModule module(String key, ModuleType type, String... aliases) {
        return new CatalogModule(new ModuleKey(key), type, keys(aliases), null);
    }
}
