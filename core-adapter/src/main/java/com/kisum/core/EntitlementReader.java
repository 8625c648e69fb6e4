package com.kisum.core;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What does Core's answer say, and can it be believed? Fields that nobody here knows are passed over. A field that is
 * needed and cannot be understood makes the whole answer unusable: leaving a subscription out would refuse what was
 * bought, and guessing would allow what was not.
 */
final class EntitlementReader {
    private static final long VERSION_LIMIT = 1L << 53;
    private static final JsonMapper JSON = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final OlderRule olderRule;

    EntitlementReader(OlderRule olderRule) {
        this.olderRule = olderRule;
        // The parser makes what it reads trees with at the first document, behind a lock; on an event loop that would park.
        JSON.readTree("{}");
    }

    Reading read(CompanyId company, CoreReply reply) {
        if (reply.status() != 200) {
            return Reading.outage(CallOutcome.STATUS, "Core answered " + reply.status());
        }
        if (!reply.isJson()) {
            return unusable("its content type is not JSON");
        }
        try {
            JsonNode document = JSON.readTree(reply.body());
            Entitlements entitlements = entitlements(company, document);
            olderRule.compare(entitlements, document.path("enabledModules"));
            return new Reading(CallOutcome.KNOWN, new EntitlementAnswer.Known(entitlements));
        } catch (JacksonException malformed) {
            // Its message would quote the document.
            return unusable("it is not one well-formed JSON document");
        } catch (Unusable unusable) {
            return unusable(unusable.getMessage());
        }
    }

    private static Reading unusable(String why) {
        return Reading.outage(CallOutcome.UNUSABLE, "Core's answer cannot be used: " + why);
    }

    private static Entitlements entitlements(CompanyId company, JsonNode document) {
        if (!document.isObject()) {
            throw new Unusable("it is not an object");
        }
        JsonNode id = document.path("companyId");
        if (!id.isString() || !id.stringValue().equals(company.value())) {
            throw new Unusable("companyId is not the company that was asked for");
        }
        JsonNode basic = document.path("basic");
        return new Entitlements(company, version(document.path("entitlementVersion")),
                basic.isMissingNode() || basic.isNull() ? null : subscription("basic", basic),
                addons(document.path("addons")));
    }

    private static long version(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0
                || node.longValue() >= VERSION_LIMIT) {
            throw new Unusable("entitlementVersion is not an integer from 0 to 2^53 - 1");
        }
        return node.longValue();
    }

    private static List<Subscription> addons(JsonNode list) {
        if (!list.isArray()) {
            throw new Unusable("addons is not a list");
        }
        List<Subscription> addons = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            addons.add(subscription("addons[" + i + "]", list.get(i)));
        }
        return addons;
    }

    private static Subscription subscription(String where, JsonNode node) {
        if (!node.isObject()) {
            throw new Unusable(where + " is not an object");
        }
        return new Subscription(status(where + ".status", node.path("status")),
                date(where + ".startsAt", node.path("startsAt")),
                date(where + ".endsAt", node.path("endsAt")), modules(where + ".modules", node.path("modules")));
    }

    private static SubscriptionStatus status(String where, JsonNode node) {
        return switch (node.isString() ? node.stringValue() : "") {
            case "active" -> SubscriptionStatus.ACTIVE;
            case "trial" -> SubscriptionStatus.TRIAL;
            case "grace" -> SubscriptionStatus.GRACE;
            case "suspended" -> SubscriptionStatus.SUSPENDED;
            case "cancelled" -> SubscriptionStatus.CANCELLED;
            case "expired" -> SubscriptionStatus.EXPIRED;
            default -> throw new Unusable(
                    where + " is not one of active, trial, grace, suspended, cancelled, expired: " + quoted(node));
        };
    }

    /** Null, where the port's type says so: no date is no bound. */
    private static @Nullable Instant date(String where, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        try {
            Instant date = Instant.parse(node.isString() ? node.stringValue() : "");
            int year = date.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 0 && year <= 9999) {
                return date;
            }
        } catch (DateTimeException unreadable) {
            // Told below, like a date that nobody meant.
        }
        throw new Unusable(where + " is not a date and time with an offset: " + quoted(node));
    }

    private static Set<ModuleKey> modules(String where, JsonNode list) {
        if (!list.isArray()) {
            throw new Unusable(where + " is not a list");
        }
        Set<ModuleKey> modules = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode key = list.get(i);
            if (!key.isString() || !ModuleKey.accepts(key.stringValue())) {
                throw new Unusable(where + "[" + i + "] is not a module key: " + quoted(key));
            }
            modules.add(new ModuleKey(key.stringValue()));
        }
        return modules;
    }

    private static String quoted(JsonNode node) {
        return node.isMissingNode() ? "missing" : Quoted.printable(node.toString());
    }

    /** Which field cannot be used, and why: from wherever it is found to the one place that makes an answer of it. */
    private static final class Unusable extends RuntimeException {
        Unusable(String why) {
            super(why, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
