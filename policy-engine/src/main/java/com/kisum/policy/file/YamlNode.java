package com.kisum.policy.file;

import com.kisum.policy.route.SourcePosition;
import java.util.List;
import java.util.Map;

/** A YAML file as maps, lists and scalars that know where they stand. */
public sealed interface YamlNode {
    SourcePosition position();

    /** In words, for "expected a list, not …". */
    String kind();

    /** A key's own position goes with its entry. */
    record Entry(SourcePosition keyPosition, YamlNode value) {}

    record Mapping(SourcePosition position, Map<String, Entry> entries) implements YamlNode {
        @Override
        public String kind() {
            return "a map";
        }
    }

    record Listing(SourcePosition position, List<YamlNode> items) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * @param plain whether it was written without quotes
     */
    record Scalar(SourcePosition position, String text, Type type, boolean plain) implements YamlNode {
        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "text";
                case INTEGER, FLOAT -> "the number " + text;
                case BOOLEAN -> "'" + text + "', which YAML reads as true or false";
                case NULL -> "nothing";
            };
        }

        /** Where the character at this offset of the text stands; exact for text on one line without escapes. */
        SourcePosition positionAt(int offset) {
            return new SourcePosition(position.file(), position.line(), position.column() + (plain ? 0 : 1) + offset);
        }
    }

    /** What YAML 1.2's core schema takes a scalar for. */
    enum Type {
        TEXT, INTEGER, FLOAT, BOOLEAN, NULL
    }
}
