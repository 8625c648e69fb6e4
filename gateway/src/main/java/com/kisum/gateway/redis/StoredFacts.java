package com.kisum.gateway.redis;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.access.PermissionPrefix;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How is a member's access written down for other replicas? As text that a person can read and another version of us too: what
 * it does not know it passes over, what it needs and does not find makes the value none of ours. The value repeats whose it is and
 * of which versions, so that a value under the wrong key is found out.
 */
final class StoredFacts {
    /** Longer than any setting. */
    private static final Duration MOST_LIFE = Duration.ofDays(366);
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonMapper JSON = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    StoredFacts() {
        // The parser makes what it reads trees with at the first document, behind a lock; on an event loop that would park.
        JSON.readTree("{}");
    }

    /** What a key says of its value. */
    record Identity(CompanyId company, MembershipId membership, long entitlementVersion, long grantsVersion) {}

    /**
     * @param life from the start of the load
     */
    record Content(Entitlements entitlements, Grants grants, Duration life) {}

    String text(Entitlements entitlements, Grants grants, Duration life) {
        StringWriter text = new StringWriter(1_024);
        try (JsonGenerator to = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            to.writeStartObject();
            to.writeStringProperty("company", grants.company().value());
            to.writeStringProperty("membership", grants.membership().value());
            to.writeNumberProperty("entitlementVersion", entitlements.version());
            to.writeNumberProperty("grantsVersion", grants.version());
            to.writeNumberProperty("lifeMillis", life.toMillis());
            Subscription base = entitlements.base();
            if (base == null) {
                to.writeNullProperty("base");
            } else {
                to.writeName("base");
                write(to, base);
            }
            to.writeArrayPropertyStart("addons");
            entitlements.addons().forEach(addon -> write(to, addon));
            to.writeEndArray();
            write(to, "modules", grants.modules());
            write(to, "permissions", grants.permissions());
            write(to, "prefixes", grants.prefixes());
            to.writeNumberProperty("ignored", grants.ignored());
            to.writeEndObject();
        }
        return text.toString();
    }

    /** Null when this is not what was asked for, or nothing of ours at all. */
    @Nullable
    Content read(String text, Identity asked) {
        try {
            JsonNode document = JSON.readTree(text);
            Identity found = new Identity(new CompanyId(text(document, "company")),
                    new MembershipId(text(document, "membership")), number(document, "entitlementVersion"),
                    number(document, "grantsVersion"));
            return found.equals(asked) ? content(document, found) : null;
        } catch (JacksonException | DateTimeException | IllegalArgumentException notOurs) {
            return null;
        }
    }

    private static Content content(JsonNode document, Identity of) {
        JsonNode base = needed(document, "base");
        List<Subscription> addons = new ArrayList<>();
        array(document, "addons").forEach(addon -> addons.add(subscription(addon)));
        return new Content(
                new Entitlements(of.company, of.entitlementVersion, base.isNull() ? null : subscription(base), addons),
                new Grants(of.company, of.membership, of.grantsVersion, keys(document, "modules", ModuleKey::new),
                        keys(document, "permissions", PermissionKey::new),
                        keys(document, "prefixes", PermissionPrefix::of),
                        (int) Math.min(number(document, "ignored"), Integer.MAX_VALUE)),
                life(document));
    }

    private static Duration life(JsonNode document) {
        long millis = number(document, "lifeMillis");
        if (millis > MOST_LIFE.toMillis()) {
            throw new IllegalArgumentException("lifeMillis is no life of ours");
        }
        return Duration.ofMillis(millis);
    }

    private static void write(JsonGenerator to, Subscription subscription) {
        to.writeStartObject();
        to.writeStringProperty("status", subscription.status().name().toLowerCase(Locale.ROOT));
        write(to, "startsAt", subscription.startsAt());
        write(to, "endsAt", subscription.endsAt());
        write(to, "modules", subscription.modules());
        to.writeEndObject();
    }

    private static void write(JsonGenerator to, String name, @Nullable Instant date) {
        if (date == null) {
            to.writeNullProperty(name);
        } else {
            to.writeStringProperty(name, date.toString());
        }
    }

    private static void write(JsonGenerator to, String name, Collection<?> keys) {
        to.writeArrayPropertyStart(name);
        keys.stream().map(Object::toString).sorted().forEach(to::writeString);
        to.writeEndArray();
    }

    private static Subscription subscription(JsonNode node) {
        return new Subscription(SubscriptionStatus.valueOf(text(node, "status").toUpperCase(Locale.ROOT)),
                date(node, "startsAt"), date(node, "endsAt"), keys(node, "modules", ModuleKey::new));
    }

    private static @Nullable Instant date(JsonNode node, String name) {
        return needed(node, name).isNull() ? null : Instant.parse(text(node, name));
    }

    private static <K> Set<K> keys(JsonNode node, String name, Function<String, K> key) {
        Set<K> keys = new LinkedHashSet<>();
        for (JsonNode element : array(node, name)) {
            keys.add(key.apply(text(element, name)));
        }
        return keys;
    }

    private static JsonNode array(JsonNode node, String name) {
        JsonNode array = needed(node, name);
        if (!array.isArray()) {
            throw new IllegalArgumentException(name + " is no list");
        }
        return array;
    }

    /** A text of its own, or one that stands in an object under that name. */
    private static String text(JsonNode node, String name) {
        JsonNode value = node.isObject() ? needed(node, name) : node;
        if (!value.isString()) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return value.stringValue();
    }

    private static long number(JsonNode node, String name) {
        JsonNode value = needed(node, name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException(name + " is no number of this kind");
        }
        return value.longValue();
    }

    private static JsonNode needed(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
