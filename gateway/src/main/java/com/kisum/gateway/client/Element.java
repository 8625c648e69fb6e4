package com.kisum.gateway.client;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What does one proxy say of who came to it? Whatever is not exactly what a proxy writes says nothing of an address: then everything left
 * of it is not believed either.
 *
 * @param address null where it is not said: {@code unknown}, a made-up name, or anything that is none
 */
record Element(@Nullable IpAddress address, List<String> schemes, List<String> hosts) {
    private static final Element NOTHING = new Element(null, List.of(), List.of());
    private static final Pattern PORT = Pattern.compile(":(?:[0-9]{1,5}|_[A-Za-z0-9._-]{1,64})");
    private static final Pattern SCHEME = Pattern.compile("[Hh][Tt][Tt][Pp][Ss]?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

    static Element read(ForwardedBy dialect, String text) {
        return switch (dialect) {
            case X_FORWARDED_FOR -> new Element(node(text), List.of(), List.of());
            case FORWARDED -> forwarded(text);
        };
    }

    /** An address, perhaps with the port it came from; with a port, an IPv6 address stands in brackets. */
    private static @Nullable IpAddress node(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 && text.substring(0, end).indexOf(':') > 0 && isPort(text.substring(end + 1))
                    ? IpAddress.parse(text.substring(1, end))
                    : null;
        }
        int colon = text.indexOf(':');
        boolean withPort = colon >= 0 && colon == text.lastIndexOf(':');
        return withPort && !isPort(text.substring(colon))
                ? null
                : IpAddress.parse(withPort ? text.substring(0, colon) : text);
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || PORT.matcher(text).matches();
    }

    /**
     * RFC 7239, less what no proxy needs to say where it is from: a comma or an escape within quotes. So an element begins after the last
     * comma whatever stands left of it, and a quote that a client has left open swallows nothing that a proxy has said.
     */
    private static Element forwarded(String text) {
        String node = null;
        List<String> schemes = List.of();
        List<String> hosts = List.of();
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            String value = equals < 0 ? null : unquoted(pair.substring(equals + 1).strip());
            if (value == null) {
                return NOTHING;
            }
            switch (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
                case "for" -> {
                    if (node != null) {
                        return NOTHING;
                    }
                    node = value;
                }
                case "proto" -> schemes = SCHEME.matcher(value).matches() ? List.of(value) : List.of();
                case "host" -> hosts = HOST.matcher(value).matches() ? List.of(value) : List.of();
                default -> {
                    // by, and what others have added to it
                }
            }
        }
        return new Element(node == null ? null : node(node), schemes, hosts);
    }

    private static @Nullable String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        String plain = quoted ? value.substring(1, value.length() - 1) : value;
        return plain.isEmpty() || plain.indexOf('"') >= 0 || plain.indexOf('\\') >= 0 ? null : plain;
    }
}
