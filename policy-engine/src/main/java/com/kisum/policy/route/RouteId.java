package com.kisum.policy.route;

/** A route's name: {@code login}, or with its group's before it, {@code finance.expenses-read}. */
public record RouteId(String value) {
    public RouteId {
        if (!accepts(value)) {
            throw new IllegalArgumentException("not a route id: '" + value + "', expected [a-z][a-z0-9-]*");
        }
    }

    public static boolean accepts(String value) {
        int dot = value.indexOf('.');
        return dot < 0
                ? acceptsPart(value)
                : acceptsPart(value.substring(0, dot)) && acceptsPart(value.substring(dot + 1));
    }

    /** Whether this can be the id of a route in its list, or of a group. */
    public static boolean acceptsPart(String id) {
        if (id.isEmpty() || id.charAt(0) < 'a' || id.charAt(0) > 'z') {
            return false;
        }
        return id.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    @Override
    public String toString() {
        return value;
    }
}
