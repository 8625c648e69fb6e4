package com.kisum.auth;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What does Auth's aggregation say, in our words? Auth has intersected already, so its entitled modules become active
 * addons of the base it names, and intersecting them again changes nothing. Fields we do not know are passed over; those we
 * need are not guessed.
 */
final class AggregatedBody {
    /** It goes on to backends in a header. */
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    /** Auth numbers the whole, not its halves; the halves are never compared. */
    private static final long UNNUMBERED = 0;

    /** Says what is missing; caught at the one entrance, and a value from there on. */
    private static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String cause;

        Unusable(String cause) {
            super(cause, null, false, false);
            this.cause = cause;
        }
    }

    private AggregatedBody() {}

    static AggregatedAnswer read(CompanyId company, byte[] body) {
        Optional<JsonNode> document = StrictJson.object(body);
        if (document.isEmpty()) {
            return new AggregatedAnswer.Outage("the answer is not a JSON object");
        }
        try {
            return access(company, document.get());
        } catch (Unusable unusable) {
            return new AggregatedAnswer.Outage("the answer cannot be used: " + unusable.cause);
        }
    }

    private static AggregatedAnswer access(CompanyId company, JsonNode body) {
        if (!text(body, "companyId").equals(company.value())) {
            throw new Unusable("it is about another company");
        }
        String membership = text(body, "membershipId");
        if (!MembershipId.accepts(membership)) {
            throw new Unusable("membershipId is outside the grammar");
        }
        Grants grants = Grants.of(company, new MembershipId(membership), UNNUMBERED, texts(body, "grantedModules"),
                texts(body, "permissions"));
        return new AggregatedAnswer.Access(entitlements(company, body), grants, version(body.path("accessVersion")),
                instant(body.path("validUntil"), "validUntil"));
    }

    private static Entitlements entitlements(CompanyId company, JsonNode body) {
        Set<ModuleKey> entitled = new HashSet<>();
        for (String module : texts(body, "entitledModules")) {
            // A name we cannot read gives nothing, as with grants.
            if (ModuleKey.accepts(module)) {
                entitled.add(new ModuleKey(module));
            }
        }
        JsonNode base = body.path("base");
        Subscription subscription = base.isNull() ? null : base(base);
        if (subscription != null) {
            entitled.removeAll(subscription.modules());
        }
        List<Subscription> addons = entitled.isEmpty() ? List.of() : List.of(addon(entitled));
        return new Entitlements(company, UNNUMBERED, subscription, addons);
    }

    private static Subscription addon(Set<ModuleKey> modules) {
        return new Subscription(SubscriptionStatus.ACTIVE, null, null, modules);
    }

    private static Subscription base(JsonNode base) {
        String module = text(base, "module");
        if (!ModuleKey.accepts(module)) {
            throw new Unusable("base.module is not a module key");
        }
        return new Subscription(status(text(base, "status")), null, endsAt(base.path("endsAt")),
                Set.of(new ModuleKey(module)));
    }

    private static SubscriptionStatus status(String status) {
        return switch (status) {
            case "active" -> SubscriptionStatus.ACTIVE;
            case "trial" -> SubscriptionStatus.TRIAL;
            case "grace" -> SubscriptionStatus.GRACE;
            case "suspended" -> SubscriptionStatus.SUSPENDED;
            case "cancelled" -> SubscriptionStatus.CANCELLED;
            case "expired" -> SubscriptionStatus.EXPIRED;
            default -> throw new Unusable("base.status is none that we know");
        };
    }

    private static @Nullable Instant endsAt(JsonNode node) {
        return node.isNull() || node.isMissingNode() ? null : instant(node, "base.endsAt");
    }

    private static Instant instant(JsonNode node, String name) {
        try {
            return OffsetDateTime.parse(node.asString("")).toInstant();
        } catch (DateTimeException notATime) {
            throw new Unusable(name + " is not a time");
        }
    }

    private static String version(JsonNode node) {
        String version = node.isString() || node.isIntegralNumber() ? node.asString() : "";
        if (!VERSION.matcher(version).matches()) {
            throw new Unusable("accessVersion is missing or not a version");
        }
        return version;
    }

    private static String text(JsonNode object, String name) {
        JsonNode node = object.path(name);
        if (!node.isString()) {
            throw new Unusable(name + " is missing or not a text");
        }
        return node.stringValue();
    }

    private static List<String> texts(JsonNode object, String name) {
        JsonNode node = object.path(name);
        if (!node.isArray()) {
            throw new Unusable(name + " is missing or not a list");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : node) {
            if (!one.isString()) {
                throw new Unusable(name + " holds what is not a text");
            }
            texts.add(one.stringValue());
        }
        return texts;
    }
}
