package com.kisum.policy.path;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Could two reasonable parsers read this request-target differently?
 *
 * <p>The invariant behind every rule here: the path that was decided on is, byte for byte, the path that the backend
 * receives. So nothing is normalized. What would need normalizing is refused, with the first fault from the left. The
 * query is not decided on; it passes verbatim with whatever RFC 3986 allows there, and {@code [ ]}.
 */
public final class PathGrammar {
    private static final int PATH = 1;
    private static final int QUERY = 2;
    private static final int UNRESERVED = 4;
    private static final byte[] CLASS = classes();

    private final byte[] target;
    private int at = 1;
    private int segmentStart = 1;
    private int segmentHash = SegmentHash.EMPTY;
    private int[] segments = new int[8 * CanonicalPath.FIELDS];
    private int used;

    private PathGrammar(byte[] target) {
        this.target = target;
    }

    public static PathReading read(String target) {
        return read(target.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a request-target as it came off the wire. The array is kept: do not change it afterwards. */
    public static PathReading read(byte[] target) {
        if (target.length == 0 || target[0] != '/') {
            return new PathReading.Refused(PathFault.NOT_ORIGIN_FORM, 0);
        }
        PathGrammar reading = new PathGrammar(target);
        PathFault fault = reading.readPath();
        int pathLength = reading.at;
        if (fault == null) {
            fault = reading.readQuery();
        }
        return fault == null
                ? new CanonicalPath(target, pathLength, Arrays.copyOf(reading.segments, reading.used))
                : new PathReading.Refused(fault, reading.at);
    }

    /** Whether this character may stand in a template's literal segment: those that are never escaped. */
    public static boolean isUnreserved(char c) {
        return c < CLASS.length && (CLASS[c] & UNRESERVED) != 0;
    }

    private @Nullable PathFault readPath() {
        for (; at < target.length && target[at] != '?'; at++) {
            byte c = target[at];
            PathFault fault;
            if (c == '/') {
                fault = endSegment();
            } else if (c == '%') {
                fault = readEscapeInPath();
            } else {
                fault = faultOf(c, PATH);
                segmentHash = SegmentHash.add(segmentHash, c);
            }
            if (fault != null) {
                return fault;
            }
        }
        return at == segmentStart ? null : endSegment(); // nothing after the last slash: it trails
    }

    private @Nullable PathFault readQuery() {
        for (at++; at < target.length; at++) {
            byte c = target[at];
            PathFault fault = null;
            if (c != '%') {
                fault = faultOf(c, QUERY);
            } else if (escapedByte() < 0) {
                fault = PathFault.MALFORMED_ESCAPE;
            } else {
                at += 2;
            }
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable PathFault endSegment() {
        int length = at - segmentStart;
        if (length == 0) {
            return PathFault.EMPTY_SEGMENT;
        }
        if (length <= 2 && target[segmentStart] == '.' && target[at - 1] == '.') {
            return PathFault.DOT_SEGMENT;
        }
        if (used == segments.length) {
            segments = Arrays.copyOf(segments, 2 * used);
        }
        segments[used++] = segmentStart;
        segments[used++] = at;
        segments[used++] = segmentHash;
        segmentStart = at + 1;
        segmentHash = SegmentHash.EMPTY;
        return null;
    }

    /** Reads one escaped character: one escape, or as many as its UTF-8 takes. Stays on its last byte. */
    private @Nullable PathFault readEscapeInPath() {
        int first = escapedByte();
        if (first < 0) {
            return PathFault.MALFORMED_ESCAPE;
        }
        PathFault fault = first < 0x80 ? faultOfEscaped(first) : readUtf8Tail(first);
        if (fault == null) {
            hashEscape();
        }
        return fault;
    }

    /** RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF. */
    private @Nullable PathFault readUtf8Tail(int first) {
        int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4) {
            return PathFault.INVALID_UTF8;
        }
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        for (int i = 0; i < more; i++) {
            if (at + 3 >= target.length || target[at + 3] != '%') {
                return PathFault.INVALID_UTF8;
            }
            hashEscape();
            at++;
            int next = escapedByte();
            if (next < 0) {
                return PathFault.MALFORMED_ESCAPE;
            }
            if (next < lowest || next > highest) {
                return PathFault.INVALID_UTF8;
            }
            lowest = 0x80;
            highest = 0xBF;
        }
        return null;
    }

    /** Takes the three bytes of an escape into the segment's hash and stands on the last of them. */
    private void hashEscape() {
        segmentHash = SegmentHash.add(segmentHash, target[at]);
        segmentHash = SegmentHash.add(segmentHash, target[++at]);
        segmentHash = SegmentHash.add(segmentHash, target[++at]);
    }

    /** What the escape here stands for, or -1 when it is none. */
    private int escapedByte() {
        if (at + 2 >= target.length) {
            return -1;
        }
        int high = Character.digit((char) (target[at + 1] & 0xFF), 16);
        int low = Character.digit((char) (target[at + 2] & 0xFF), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static @Nullable PathFault faultOfEscaped(int c) {
        if (c == '/' || c == '\\' || c == ';' || c == '%' || c == '?' || c == '#') {
            return PathFault.ESCAPED_DELIMITER;
        }
        if (c < 0x20 || c == 0x7F) {
            return PathFault.ESCAPED_CONTROL;
        }
        return isUnreserved((char) c) ? PathFault.ESCAPED_UNRESERVED : null;
    }

    private static @Nullable PathFault faultOf(byte c, int part) {
        if (c >= 0 && (CLASS[c] & part) != 0) {
            return null;
        }
        if (c < 0) {
            return PathFault.NOT_ASCII;
        }
        return switch (c) {
            case '\\' -> PathFault.BACKSLASH;
            case ';' -> PathFault.PATH_PARAMETER;
            case '#' -> PathFault.FRAGMENT;
            default -> c < 0x20 || c == 0x7F ? PathFault.CONTROL : PathFault.ILLEGAL_CHARACTER;
        };
    }

    private static byte[] classes() {
        byte[] classes = new byte[128];
        mark(classes, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", PATH | QUERY | UNRESERVED);
        mark(classes, "!$&'()*+,=:@", PATH | QUERY);
        mark(classes, "/?;[]", QUERY);
        return classes;
    }

    private static void mark(byte[] classes, String characters, int flags) {
        characters.chars().forEach(c -> classes[c] = (byte) flags);
    }
}
