package com.kisum.policy.route;

import com.kisum.policy.path.PathGrammar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which paths does a match take? Literal segments, {@code {name}} and {@code *} for one whole segment, a final
 * {@code /**} for any number of them, none included.
 *
 * @param rest whether it ends in {@code /**}
 */
public record PathTemplate(List<Segment> segments, boolean rest) {
    /** Longer than any path a person would write by hand; bounds how deep the index can get. */
    public static final int MAX_LENGTH = 1024;

    /** The first segment that no route may serve: {@code /internal} is between services. */
    public static final String INTERNAL = "internal";

    public sealed interface Segment {}

    public record Literal(String text) implements Segment {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * @param name null for {@code *}
     */
    public record Variable(@Nullable String name) implements Segment {
        @Override
        public String toString() {
            return name == null ? "*" : "{" + name + "}";
        }
    }

    /** What came of reading a template. */
    public sealed interface Parsed {}

    public record Valid(PathTemplate template) implements Parsed {}

    /**
     * @param offset where in the text the fault is
     * @param advice what to write instead
     */
    public record Invalid(int offset, String problem, String advice) implements Parsed {}

    public PathTemplate {
        segments = List.copyOf(segments);
    }

    public static Parsed parse(String text) {
        if (!text.startsWith("/")) {
            return new Invalid(0, "a path template begins with '/'", "write /" + text);
        }
        if (text.length() > MAX_LENGTH) {
            return new Invalid(0, "a path template has at most " + MAX_LENGTH + " characters",
                    "end the template with /** where the rest does not matter");
        }
        List<Segment> segments = new ArrayList<>();
        boolean rest = false;
        int start = 1;
        while (start < text.length()) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            String segment = text.substring(start, end);
            if (rest) {
                return new Invalid(start - 3, "** stands only at the end of a template",
                        "end it there, or write * for one segment");
            }
            if (segment.equals("**")) {
                rest = true;
            } else {
                Invalid fault = read(segment, start, segments);
                if (fault != null) {
                    return fault;
                }
            }
            if (end == text.length() - 1) {
                return new Invalid(end, "a template does not end with '/'",
                        "write " + text.substring(0, end) + ": it takes the path with and without a trailing slash");
            }
            start = end + 1;
        }
        return new Valid(new PathTemplate(segments, rest));
    }

    private static @Nullable Invalid read(String segment, int offset, List<Segment> into) {
        if (segment.isEmpty()) {
            return new Invalid(offset, "an empty segment: no request with // gets past the door",
                    "write a single slash");
        }
        if (segment.equals(".") || segment.equals("..")) {
            return new Invalid(offset, "a dot segment: no request with one gets past the door",
                    "write the path that it stands for");
        }
        if (segment.equals("*")) {
            into.add(new Variable(null));
            return null;
        }
        if (segment.startsWith("{") && segment.endsWith("}") && isName(segment.substring(1, segment.length() - 1))) {
            into.add(new Variable(segment.substring(1, segment.length() - 1)));
            return null;
        }
        for (int i = 0; i < segment.length(); i++) {
            if (!PathGrammar.isUnreserved(segment.charAt(i))) {
                return illegal(segment, offset, i);
            }
        }
        into.add(new Literal(segment));
        return null;
    }

    private static Invalid illegal(String segment, int offset, int at) {
        char c = segment.charAt(at);
        if (c == '{' || c == '}') {
            return new Invalid(offset + at, "'" + segment + "' is neither a literal segment nor one variable",
                    "write {name}, a letter and then letters, digits, - or _, for the whole segment");
        }
        if (c == '*') {
            return new Invalid(offset + at, "'*' stands for one whole segment, not for part of '" + segment + "'",
                    "write {name} for the segment, or /** at the end");
        }
        if (c == '%') {
            return new Invalid(offset + at, "a template holds no escapes: '" + segment + "'",
                    "write {name} for a segment that holds other characters than A-Z a-z 0-9 - . _ ~");
        }
        return new Invalid(offset + at,
                "'" + Character.toString(segment.codePointAt(at)) + "' cannot stand in a template",
                "a literal segment holds A-Z a-z 0-9 - . _ ~; write {name} for a segment that holds others");
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || !isLetter(name.charAt(0))) {
            return false;
        }
        return name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '-');
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    /** This template after a literal prefix. */
    public PathTemplate under(List<Segment> prefix) {
        List<Segment> all = new ArrayList<>(prefix);
        all.addAll(segments);
        return new PathTemplate(all, rest);
    }

    /** How many segments are literal before the first that is not. */
    public int leadingLiterals() {
        int count = 0;
        while (count < segments.size() && segments.get(count) instanceof Literal) {
            count++;
        }
        return count;
    }

    @Override
    public String toString() {
        String path = segments.stream().map(segment -> "/" + segment).collect(Collectors.joining());
        return rest ? path + "/**" : path.isEmpty() ? "/" : path;
    }
}
