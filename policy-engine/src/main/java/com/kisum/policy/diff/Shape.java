package com.kisum.policy.diff;

import org.jspecify.annotations.Nullable;

/**
 * All paths that both tables see alike: literal segments, and places where any segment stands that no template names
 * there. Linked to what stands before it, so that a deep tree of shapes costs little.
 */
final class Shape {
    static final Shape ROOT = new Shape(null, null, false);

    private final @Nullable Shape parent;
    private final @Nullable String literal;
    private final boolean deeper;

    private Shape(@Nullable Shape parent, @Nullable String literal, boolean deeper) {
        this.parent = parent;
        this.literal = literal;
        this.deeper = deeper;
    }

    /**
     * @param literal null for any segment that is not named there
     * @param deeper whether every path below it belongs to it
     */
    Shape then(@Nullable String literal, boolean deeper) {
        return new Shape(this, literal, deeper);
    }

    /** One path of this shape, with a segment that is no literal anywhere. */
    String sample(String unnamed) {
        StringBuilder path = new StringBuilder();
        write(path, unnamed);
        return path.isEmpty() ? "/" : path.toString();
    }

    private void write(StringBuilder path, String unnamed) {
        if (parent != null) {
            parent.write(path, unnamed);
            path.append('/').append(literal == null ? unnamed : literal);
        }
    }

    @Override
    public String toString() {
        return sample("{…}") + (deeper ? "/**" : "");
    }
}
