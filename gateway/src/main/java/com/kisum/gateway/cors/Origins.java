package com.kisum.gateway.cors;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Is this page's origin among those that were allowed? Compared letter by letter, since browsers write each origin in one way
 * only; what they would never write is refused when it is configured, because it would allow nobody and look as if it did.
 */
final class Origins {
    private static final String EVERYONE = "*";
    private static final String AUTHORITY = "://";
    private static final String ANY_HOST = AUTHORITY + "*.";
    private static final int MOST_PORT = 65_535;
    private static final Pattern ORIGIN = Pattern.compile("(?<scheme>[a-z][a-z0-9+.-]*)://"
            + "(?:(?<below>\\*\\.)?(?<host>[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*)|\\[[0-9a-f:.]{2,45}])(?::(?<port>[0-9]{1,5}))?");

    private final boolean everyone;
    private final Set<String> exact;
    private final List<Below> below;

    /** Every host below one: what stands before it, and what after. */
    private record Below(String scheme, String domain) {
        static Below of(String written) {
            int star = written.indexOf(ANY_HOST) + AUTHORITY.length();
            return new Below(written.substring(0, star), written.substring(star + 1));
        }

        boolean holds(String origin) {
            int end = origin.length() - domain.length();
            return end > scheme.length() && origin.startsWith(scheme) && origin.endsWith(domain)
                    && areLabels(origin, scheme.length(), end);
        }

        /** No port, no slash and no name of someone else's hides in it. */
        private static boolean areLabels(String text, int from, int to) {
            boolean begun = false;
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                if (c == '.' && !begun) {
                    return false;
                }
                if (c != '.' && c != '-' && c != '_' && (c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                    return false;
                }
                begun = c != '.';
            }
            return begun;
        }
    }

    private Origins(Set<String> origins) {
        this.everyone = origins.contains(EVERYONE);
        this.exact = origins.stream().filter(origin -> !origin.contains(EVERYONE))
                .collect(Collectors.toUnmodifiableSet());
        this.below = origins.stream().filter(origin -> origin.contains(ANY_HOST)).map(Below::of).toList();
    }

    static Origins of(List<String> written) {
        if (written.contains(EVERYONE) && written.size() > 1) {
            throw new IllegalArgumentException(
                    "gateway.cors.allowed-origins has * among others, and * allows them all; "
                            + "write * alone, or the others without it");
        }
        written.stream().filter(origin -> !origin.equals(EVERYONE)).forEach(Origins::check);
        return new Origins(Set.copyOf(written));
    }

    boolean areNone() {
        return !everyone && exact.isEmpty() && below.isEmpty();
    }

    boolean areEveryone() {
        return everyone;
    }

    boolean hold(String origin) {
        if (everyone || exact.contains(origin)) {
            return true;
        }
        for (Below domain : below) {
            if (domain.holds(origin)) {
                return true;
            }
        }
        return false;
    }

    private static void check(String origin) {
        if (origin.equals("null")) {
            throw mistake(origin, "is what every sandboxed page and every file calls itself",
                    "the origin of the page, as in https://app.example.com");
        }
        if (!origin.contains(AUTHORITY)) {
            throw mistake(origin, "has no scheme", "https://" + origin.toLowerCase(Locale.ROOT));
        }
        if (!origin.equals(origin.toLowerCase(Locale.ROOT))) {
            throw mistake(origin, "has capitals, and browsers write origins without",
                    origin.toLowerCase(Locale.ROOT));
        }
        int slash = origin.indexOf('/', origin.indexOf(AUTHORITY) + AUTHORITY.length());
        if (slash >= 0) {
            throw mistake(origin, "goes on after host and port", origin.substring(0, slash));
        }
        checkParts(origin);
    }

    private static void checkParts(String origin) {
        Matcher parts = ORIGIN.matcher(origin);
        String port = parts.matches() ? parts.group("port") : null;
        if (!parts.matches() || (port != null && Integer.parseInt(port) > MOST_PORT)) {
            throw origin.contains(EVERYONE)
                    ? mistake(origin, "has a * in a place where it means nothing",
                            "https://*.example.com for every host below example.com")
                    : mistake(origin, "is not an origin",
                            "scheme, host in ASCII and, unless it is the usual one, port, as in https://app.example.com");
        }
        if (port != null && port.equals(usualPort(parts.group("scheme")))) {
            throw mistake(origin, "has the usual port, which browsers leave out",
                    origin.substring(0, origin.lastIndexOf(':')));
        }
        String host = parts.group("host");
        if (parts.group("below") != null && host != null && host.indexOf('.') < 0 && !host.equals("localhost")) {
            throw mistake(origin, "is the page of everyone who has a name below ." + host,
                    "the domain that is yours, as in https://*.example." + host);
        }
    }

    private static String usualPort(String scheme) {
        return switch (scheme) {
            case "http" -> "80";
            case "https" -> "443";
            default -> "none";
        };
    }

    private static IllegalArgumentException mistake(String origin, String wrong, String write) {
        return new IllegalArgumentException(
                "gateway.cors.allowed-origins: " + origin + " " + wrong + "; write " + write);
    }
}
