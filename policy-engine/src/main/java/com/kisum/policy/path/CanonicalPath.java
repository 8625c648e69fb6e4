package com.kisum.policy.path;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path that every reasonable parser reads alike, as segments of the bytes that came. Made only by {@link PathGrammar}.
 *
 * <p>One trailing slash is no segment: {@code /a/b/} has the segments of {@code /a/b}.
 */
public final class CanonicalPath implements PathReading {
    static final int FIELDS = 3;

    private final byte[] target;
    private final int pathLength;
    /** Start, end and hash of each segment, in one array so that matching touches little memory. */
    private final int[] segments;

    CanonicalPath(byte[] target, int pathLength, int[] segments) {
        this.target = target;
        this.pathLength = pathLength;
        this.segments = segments;
    }

    public int segmentCount() {
        return segments.length / FIELDS;
    }

    public int segmentHash(int index) {
        return segments[index * FIELDS + 2];
    }

    public boolean segmentIs(int index, byte[] literal) {
        int start = segments[index * FIELDS];
        int end = segments[index * FIELDS + 1];
        return Arrays.equals(target, start, end, literal, 0, literal.length);
    }

    public List<String> segments() {
        List<String> texts = new ArrayList<>(segmentCount());
        for (int i = 0; i < segmentCount(); i++) {
            texts.add(text(segments[i * FIELDS], segments[i * FIELDS + 1]));
        }
        return texts;
    }

    /** The path as it came, without the query. */
    public String path() {
        return text(0, pathLength);
    }

    /** The query as it came, without the question mark; null when there is none. */
    public @Nullable String query() {
        return pathLength == target.length ? null : text(pathLength + 1, target.length);
    }

    private String text(int start, int end) {
        return new String(target, start, end - start, StandardCharsets.US_ASCII);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CanonicalPath path && Arrays.equals(target, path.target);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(target);
    }

    @Override
    public String toString() {
        return text(0, target.length);
    }
}
