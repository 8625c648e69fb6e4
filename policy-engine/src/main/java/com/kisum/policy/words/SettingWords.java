package com.kisum.policy.words;

import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.BodyLimit;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.OnOutage;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.Timeout;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How would routes.yml spell this setting? Every value in the largest unit that divides it. */
public final class SettingWords {
    private SettingWords() {}

    public static String of(AccessLevel access) {
        return access.name().toLowerCase(Locale.ROOT);
    }

    public static String of(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    public static String of(GracePolicy grace) {
        return grace.name().toLowerCase(Locale.ROOT);
    }

    public static String of(OnOutage onOutage) {
        return switch (onOutage) {
            case OnOutage.Deny _ -> "deny";
            case OnOutage.Stale stale -> "stale " + of(stale.atMost());
        };
    }

    public static String of(Timeout timeout) {
        return switch (timeout) {
            case Timeout.After after -> of(after.duration());
            case Timeout.Unlimited _ -> "unlimited";
        };
    }

    public static String of(BodyLimit limit) {
        return switch (limit) {
            case BodyLimit.Bytes bytes -> size(bytes.atMost());
            case BodyLimit.Unlimited _ -> "unlimited";
        };
    }

    public static String of(RateLimit limit) {
        return switch (limit) {
            case RateLimit.None _ -> "none";
            case RateLimit.Limited limited ->
                limited.count() + "/" + per(limited.per()) + " per " + limited.scope().name().toLowerCase(Locale.ROOT);
        };
    }

    /** A route may ask for nothing more than its access level: {@code none}. */
    public static String of(@Nullable Requirement requirement) {
        return requirement == null ? "none" : requirement.toString();
    }

    /** {@code 10s}, {@code 2m}, {@code 1500ms}. */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }

    /** Who passes, in one phrase: the requirement where there is one, else the access level, and whether it is enforced. */
    public static String whoPasses(Route route) {
        String asked = route.requirement() == null ? of(route.access()) : of(route.requirement());
        return route.options().mode() == Mode.SHADOW ? asked + ", in shadow mode" : asked;
    }

    private static String per(Duration period) {
        String spelled = of(period);
        return spelled.startsWith("1") && !Character.isDigit(spelled.charAt(1)) ? spelled.substring(1) : spelled;
    }

    private static String size(long bytes) {
        if (bytes == 0 || bytes % (1L << 10) != 0) {
            return bytes + " bytes";
        }
        if (bytes % (1L << 20) != 0) {
            return (bytes >> 10) + "KB";
        }
        return bytes % (1L << 30) == 0 ? (bytes >> 30) + "GB" : (bytes >> 20) + "MB";
    }
}
