package com.kisum.policy.test;

import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleState;
import com.kisum.policy.access.ModuleType;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import com.kisum.policy.file.DiagnosticCode;
import com.kisum.policy.file.Diagnostics;
import com.kisum.policy.file.Fields;
import com.kisum.policy.file.KeyCheck;
import com.kisum.policy.file.YamlNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code members}: people as callers, with the access that follows from what their company and they have. */
final class MemberReader {
    private static final Set<String> MEMBER = Set.of("company", "grants");
    private static final Set<String> COMPANY = Set.of("base", "addons");
    private static final Set<String> GRANTS = Set.of("modules", "permissions");

    /** Any instant does: tests speak of states, and the dates here are made to give them. */
    private static final Instant NOW = Instant.EPOCH;
    private static final UserId SOMEONE = new UserId("someone");
    private static final CompanyId COMPANY_ID = new CompanyId("their-company");

    static final Map<String, Caller> RESERVED = reserved();

    private final ModuleCatalog catalog;
    private final Vocabulary vocabulary;
    private final Diagnostics diagnostics;
    private final KeyCheck keys;

    MemberReader(Vocabulary vocabulary, Diagnostics diagnostics) {
        this.catalog = vocabulary.catalog();
        this.vocabulary = vocabulary;
        this.diagnostics = diagnostics;
        this.keys = new KeyCheck(catalog, diagnostics);
    }

    private static Map<String, Caller> reserved() {
        Map<String, Caller> callers = new LinkedHashMap<>();
        callers.put("anonymous", new Caller.Unproven(new DenyReason.TokenMissing()));
        callers.put("newcomer", new Caller.Authenticated(SOMEONE, new DenyReason.CompanyRequired()));
        callers.put("outsider", new Caller.Authenticated(SOMEONE, new DenyReason.NotAMember()));
        return callers;
    }

    /** Everyone a test can speak as. */
    Map<String, Caller> read(@Nullable YamlNode node) {
        Map<String, Caller> callers = new LinkedHashMap<>(RESERVED);
        Fields.named(node, "'members' must be a map of names", diagnostics).forEach((name, entry) -> {
            if (RESERVED.containsKey(name)) {
                diagnostics.add(entry.keyPosition(), DiagnosticCode.RESERVED_MEMBER,
                        "'" + name + "' is reserved: it is who it says, and cannot be described",
                        "choose another name");
            } else if (name.isEmpty()) {
                diagnostics.add(entry.keyPosition(), DiagnosticCode.WRONG_TYPE, "a member without a name", "name it");
            } else {
                callers.put(name, readMember(name, entry.value()));
            }
        });
        return callers;
    }

    private Caller readMember(String name, YamlNode node) {
        Fields member = Fields.of(node, "a member", MEMBER, diagnostics);
        Entitlements entitlements = readCompany(fields(member, "company", "a member's company", COMPANY));
        boolean named = UserId.accepts(name); // any text names a member here; as an id only some
        MembershipId membership = new MembershipId(named ? name : SOMEONE.value());
        Grants grants = readGrants(membership, fields(member, "grants", "a member's grants", GRANTS));
        return new Caller.MemberWithAccess(named ? new UserId(name) : SOMEONE,
                EffectiveAccess.of(entitlements, grants, vocabulary, NOW));
    }

    private @Nullable Fields fields(@Nullable Fields parent, String key, String what, Set<String> allowed) {
        YamlNode node = parent == null ? null : parent.get(key);
        return node == null ? null : Fields.of(node, what, allowed, diagnostics);
    }

    private Entitlements readCompany(@Nullable Fields company) {
        YamlNode base = company == null ? null : company.get("base");
        List<Subscription> addons = new ArrayList<>();
        if (company != null) {
            for (YamlNode item : company.list("addons")) {
                Subscription addon = readSubscription(item, "addons", ModuleType.ADDON);
                if (addon != null) {
                    addons.add(addon);
                }
            }
        }
        return new Entitlements(COMPANY_ID, 1, base == null ? null : readSubscription(base, "base", ModuleType.BASE),
                addons);
    }

    /** {@code promoter}, or {@code { promoter: grace }}. */
    private @Nullable Subscription readSubscription(YamlNode node, String key, ModuleType type) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            YamlNode.Scalar text = Fields.text(node, key, diagnostics);
            return text == null ? null : subscription(text, ModuleState.ACTIVE, type);
        }
        if (mapping.entries().size() != 1) {
            diagnostics.add(node.position(), DiagnosticCode.BAD_VALUE, "a subscription is one module and its state",
                    "write { promoter: grace }; addons are a list of such");
            return null;
        }
        Map.Entry<String, YamlNode.Entry> only = mapping.entries().entrySet().iterator().next();
        ModuleState state = readState(only.getValue().value());
        YamlNode.Scalar name = new YamlNode.Scalar(only.getValue().keyPosition(), only.getKey(), YamlNode.Type.TEXT,
                true);
        return subscription(name, state, type);
    }

    private ModuleState readState(YamlNode node) {
        List<String> names = Arrays.stream(ModuleState.values()).filter(state -> state != ModuleState.NONE)
                .map(ModuleState::wireName).toList();
        String written = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        if (!names.contains(written)) {
            diagnostics.add(node.position(), DiagnosticCode.BAD_VALUE,
                    "'" + written + "' is no state of a subscription",
                    diagnostics.suggest(written, names));
            return ModuleState.ACTIVE;
        }
        return Arrays.stream(ModuleState.values()).filter(state -> state.wireName().equals(written)).findFirst()
                .orElseThrow();
    }

    private @Nullable Subscription subscription(YamlNode.Scalar name, ModuleState state, ModuleType type) {
        ModuleKey module = keys.module(name);
        if (module == null) {
            return null;
        }
        ModuleType declared = Objects.requireNonNull(catalog.find(module)).type();
        if (declared != type) {
            diagnostics.add(name.position(), DiagnosticCode.WRONG_MODULE,
                    "'" + module + "' is " + (declared == ModuleType.BASE ? "a base module" : "an addon"),
                    declared == ModuleType.BASE ? "write it as 'base'; a company has one" : "write it among 'addons'");
            return null;
        }
        SubscriptionStatus status = switch (state) {
            case ACTIVE -> SubscriptionStatus.ACTIVE;
            case TRIAL, TRIAL_ENDED -> SubscriptionStatus.TRIAL;
            case GRACE -> SubscriptionStatus.GRACE;
            case SUSPENDED -> SubscriptionStatus.SUSPENDED;
            case CANCELLED -> SubscriptionStatus.CANCELLED;
            case EXPIRED, NONE -> SubscriptionStatus.EXPIRED;
        };
        Instant endsAt = state == ModuleState.TRIAL_ENDED ? NOW : null;
        return new Subscription(status, null, endsAt, Set.of(module));
    }

    private Grants readGrants(MembershipId membership, @Nullable Fields grants) {
        List<String> modules = new ArrayList<>();
        List<String> permissions = new ArrayList<>();
        if (grants != null) {
            for (YamlNode.Scalar text : grants.texts("modules")) {
                addIfKnown(keys.module(text), modules);
            }
            for (YamlNode.Scalar text : grants.texts("permissions")) {
                addIfKnown(keys.grant(text), permissions);
            }
        }
        return Grants.of(COMPANY_ID, membership, 1, modules, permissions);
    }

    private static void addIfKnown(@Nullable Object key, List<String> into) {
        if (key != null) {
            into.add(key.toString());
        }
    }
}
