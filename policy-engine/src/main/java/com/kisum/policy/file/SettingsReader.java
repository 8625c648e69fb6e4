package com.kisum.policy.file;

import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.BodyLimit;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.OnOutage;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.Timeout;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what routes, groups, backends and defaults can all say, each value by its own small grammar. */
final class SettingsReader {
    static final Set<String> OPTIONS = Fields.keys("timeout", "maxBody", "onOutage", "grace", "mode", "rateLimit",
            "websocket", "stripPrefix");
    private static final String STALE = "stale ";
    private static final int MAX_STRIP = 64;
    private static final int MAX_DIGITS = 9;
    private static final Map<String, Long> SIZES = Map.of("KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

    private final Diagnostics diagnostics;
    private final RequirementReader requirements;

    SettingsReader(Diagnostics diagnostics, RequirementReader requirements) {
        this.diagnostics = diagnostics;
        this.requirements = requirements;
    }

    static Set<String> and(Set<String> keys, String... more) {
        Set<String> all = new HashSet<>(keys);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    /** Reads what may stand at this level; a key that does not belong was reported, and says nothing. */
    Settings read(Fields fields, Set<String> allowed) {
        return read(fields.only(allowed));
    }

    private Settings read(Fields fields) {
        return new Settings(stated(fields, "timeout", this::timeout), stated(fields, "maxBody", this::maxBody),
                stated(fields, "onOutage", this::onOutage),
                stated(fields, "grace", node -> choice(node, "grace", GracePolicy.class)),
                stated(fields, "mode", node -> choice(node, "mode", Mode.class)),
                stated(fields, "rateLimit", this::rateLimit), stated(fields, "websocket", this::webSocket),
                stated(fields, "stripPrefix", this::stripPrefix),
                stated(fields, "access", node -> choice(node, "access", AccessLevel.class)),
                stated(fields, "require", requirements::read), stated(fields, "backend", this::name),
                textOf(fields, "description"), textOf(fields, "owner"));
    }

    private static <T> @Nullable Stated<T> stated(Fields fields, String key, Function<YamlNode, @Nullable T> read) {
        YamlNode node = fields.get(key);
        return node == null ? null : new Stated<>(node.position(), read.apply(node));
    }

    private static @Nullable String textOf(Fields fields, String key) {
        YamlNode.Scalar text = fields.text(key);
        return text == null ? null : text.text();
    }

    private @Nullable String name(YamlNode node) {
        YamlNode.Scalar text = Fields.text(node, "backend", diagnostics);
        return text == null ? null : text.text();
    }

    private <E extends Enum<E>> @Nullable E choice(YamlNode node, String key, Class<E> type) {
        List<String> choices = Arrays.stream(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
        if (node instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.TEXT
                && choices.contains(scalar.text())) {
            return Enum.valueOf(type, scalar.text().toUpperCase(Locale.ROOT));
        }
        String written = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        bad(node, DiagnosticCode.BAD_VALUE, "'" + key + "' cannot be " + quoted(node),
                diagnostics.suggest(written, choices));
        return null;
    }

    private @Nullable Timeout timeout(YamlNode node) {
        String text = text(node);
        Duration duration = text == null ? null : duration(text);
        if ("unlimited".equals(text)) {
            return new Timeout.Unlimited();
        }
        if (duration == null) {
            bad(node, DiagnosticCode.BAD_DURATION, quoted(node) + " is no duration",
                    "write a whole number and ms, s, m or h, as in 10s, or unlimited");
            return null;
        }
        return new Timeout.After(duration);
    }

    private @Nullable OnOutage onOutage(YamlNode node) {
        String text = text(node);
        if ("deny".equals(text)) {
            return new OnOutage.Deny();
        }
        boolean stale = text != null && text.startsWith(STALE);
        Duration duration = text != null && stale ? duration(text.substring(STALE.length())) : null;
        if (duration != null) {
            return new OnOutage.Stale(duration);
        }
        bad(node, stale ? DiagnosticCode.BAD_DURATION : DiagnosticCode.BAD_VALUE,
                "'onOutage' cannot be " + quoted(node),
                "write deny, or stale and a duration in ms, s, m or h, as in stale 60s");
        return null;
    }

    private @Nullable BodyLimit maxBody(YamlNode node) {
        String text = text(node);
        if ("unlimited".equals(text)) {
            return new BodyLimit.Unlimited();
        }
        if (text != null && text.length() > 2) {
            Long unit = SIZES.get(text.substring(text.length() - 2));
            Long count = count(text.substring(0, text.length() - 2));
            if (unit != null && count != null) {
                return new BodyLimit.Bytes(count * unit);
            }
        }
        bad(node, DiagnosticCode.BAD_SIZE, quoted(node) + " is no size",
                "write a whole number and KB, MB or GB, as in 10MB, or unlimited");
        return null;
    }

    private @Nullable RateLimit rateLimit(YamlNode node) {
        String text = text(node);
        if ("none".equals(text)) {
            return new RateLimit.None();
        }
        RateLimit limit = text == null ? null : limited(text);
        if (limit == null) {
            bad(node, DiagnosticCode.BAD_RATE_LIMIT, quoted(node) + " is no rate limit",
                    "write a count per s, m or h and whose it is, as in 20/m per address, user or company, or none");
        }
        return limit;
    }

    private static @Nullable RateLimit limited(String text) {
        int slash = text.indexOf('/');
        Long count = slash < 0 ? null : count(text.substring(0, slash));
        String rest = text.substring(slash + 1);
        if (count == null || rest.length() < 7 || !rest.startsWith(" per ", 1)) {
            return null;
        }
        Duration per = switch (rest.charAt(0)) {
            case 's' -> Duration.ofSeconds(1);
            case 'm' -> Duration.ofMinutes(1);
            case 'h' -> Duration.ofHours(1);
            default -> null;
        };
        RateLimit.Scope scope = switch (rest.substring(6)) {
            case "address" -> RateLimit.Scope.ADDRESS;
            case "user" -> RateLimit.Scope.USER;
            case "company" -> RateLimit.Scope.COMPANY;
            default -> null;
        };
        return per == null || scope == null ? null : new RateLimit.Limited(Math.toIntExact(count), per, scope);
    }

    private @Nullable Boolean webSocket(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.BOOLEAN) {
            return Boolean.valueOf(scalar.text().toLowerCase(Locale.ROOT));
        }
        bad(node, DiagnosticCode.WRONG_TYPE, "'websocket' is true or false, not " + node.kind(), "write true or false");
        return null;
    }

    private @Nullable Integer stripPrefix(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.INTEGER
                && scalar.text().matches("[0-9]{1,2}") && Integer.parseInt(scalar.text()) <= MAX_STRIP) {
            return Integer.valueOf(scalar.text());
        }
        bad(node, DiagnosticCode.BAD_VALUE, "'stripPrefix' cannot be " + quoted(node),
                "write how many leading segments to strip, 0 to " + MAX_STRIP);
        return null;
    }

    private static @Nullable Duration duration(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        Long count = count(text.substring(0, digits));
        if (count == null) {
            return null;
        }
        return switch (text.substring(digits)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> null;
        };
    }

    /** A whole number from 1 to 999,999,999 without leading zeros. */
    private static @Nullable Long count(String text) {
        boolean valid = !text.isEmpty() && text.length() <= MAX_DIGITS && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return valid ? Long.valueOf(text) : null;
    }

    private static @Nullable String text(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.TEXT ? scalar.text() : null;
    }

    private static String quoted(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.type() != YamlNode.Type.NULL
                ? "'" + scalar.text() + "'"
                : node.kind();
    }

    private void bad(YamlNode node, DiagnosticCode code, String problem, String advice) {
        String hint = node instanceof YamlNode.Scalar scalar && scalar.text().contains("${")
                ? advice + "; ${NAME:default} is replaced in 'backends' only"
                : advice;
        diagnostics.add(node.position(), code, problem, hint);
    }
}
