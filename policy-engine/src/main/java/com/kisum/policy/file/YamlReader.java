package com.kisum.policy.file;

import com.kisum.policy.route.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One pass from YAML text to nodes with positions. Bounded, because a hostile file must be refused quickly: depth,
 * scalars, and the size that aliases blow the file up to.
 */
final class YamlReader {
    private static final int MAX_DEPTH = 48;
    private static final int MAX_SCALAR = 1 << 16;
    private static final long MAX_NODES = 2_000_000;
    private static final int MAX_CODE_POINTS = 1 << 25;
    /** What a number, a boolean or null can begin with. */
    private static final String NOT_TEXT = "0123456789+-.~nNtTfF";
    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

    private final String file;
    private final boolean repaired;
    private final Diagnostics diagnostics;
    private final Iterator<Event> events;
    private final Map<Anchor, Sized> anchors = new HashMap<>();

    /** A node and how many nodes it stands for, aliases followed. */
    private record Sized(YamlNode node, long size) {}

    /** The file is beyond what can be read; the reason is among the diagnostics. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * @param repaired whether the text was mended: only then are the characters of the mending more than characters
     */
    YamlReader(String file, String text, boolean repaired, Diagnostics diagnostics) {
        this.file = file;
        this.repaired = repaired;
        this.diagnostics = diagnostics;
        // The scanner looks ahead to the end of what it is at, which may be all there is, and copies what it has each time that it
        // reads on. So it reads once.
        LoadSettings settings = LoadSettings.builder().setLabel(file).setUseMarks(true).setSchema(new CoreSchema())
                .setCodePointLimit(MAX_CODE_POINTS).setBufferSize(text.length() + 1).build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** The document's root; null when there is none, which is a mistake too. */
    @Nullable
    YamlNode read() {
        events.next(); // the stream's start
        Event event = events.next();
        if (event.getEventId() == Event.ID.StreamEnd) {
            diagnostics.add(new SourcePosition(file, 1, 1), DiagnosticCode.EMPTY_FILE, "the file is empty",
                    "begin with 'version: 1' and 'routes:', or copy an example from the README");
            return null;
        }
        YamlNode root = read(events.next(), 0, false).node();
        events.next(); // the document's end
        Event next = events.next();
        if (next.getEventId() != Event.ID.StreamEnd) {
            diagnostics.add(position(next), DiagnosticCode.MULTIPLE_DOCUMENTS, "a second YAML document begins here",
                    "one file holds one document: remove the '---'");
        }
        return root;
    }

    private Sized read(Event event, int depth, boolean inFlow) {
        if (depth > MAX_DEPTH) {
            throw refuse(event, DiagnosticCode.TOO_DEEP, "nested more than " + MAX_DEPTH + " levels deep",
                    "no valid file needs that: write the requirement flatter");
        }
        Sized sized = switch (event) {
            case AliasEvent alias -> resolve(alias);
            case ScalarEvent scalar -> readScalar(scalar, inFlow);
            case SequenceStartEvent start -> readList(start, depth);
            case MappingStartEvent start -> readMap(start, depth);
            default -> throw refuse(event, DiagnosticCode.YAML_SYNTAX, "unexpected " + event.getEventId(), "remove it");
        };
        if (sized.size() > MAX_NODES) {
            throw refuse(event, DiagnosticCode.ALIAS_BOMB, "more than " + MAX_NODES + " values, aliases followed",
                    "no policy is that large: look for aliases of aliases");
        }
        if (event instanceof NodeEvent node && !(event instanceof AliasEvent) && node.getAnchor().isPresent()) {
            anchors.put(node.getAnchor().get(), sized);
        }
        return sized;
    }

    private Sized resolve(AliasEvent alias) {
        Sized target = anchors.get(alias.getAlias());
        if (target == null) {
            throw refuse(alias, DiagnosticCode.YAML_SYNTAX, "'*" + alias.getAlias()
                    + "' stands for nothing that is complete before it",
                    "set the anchor with '&' above, not around, its use");
        }
        return target;
    }

    private Sized readScalar(ScalarEvent event, boolean inFlow) {
        String text = event.getValue();
        SourcePosition position = position(event);
        if (text.length() > MAX_SCALAR) {
            throw refuse(event, DiagnosticCode.SCALAR_TOO_LONG, "a value of " + text.length() + " characters",
                    "no value is longer than " + MAX_SCALAR + " characters");
        }
        rejectTag(event, event.getTag());
        boolean mended = repaired && event.isPlain();
        if (mended && inFlow && YamlRepair.wasRepaired(text)) {
            diagnostics.add(position, DiagnosticCode.UNQUOTED_TEMPLATE,
                    "'{' begins a map here: what holds '{', as a match may, is quoted inside a flow row",
                    "write \"" + YamlRepair.original(text) + "\", with the quotes");
        }
        String original = mended ? YamlRepair.original(text) : text;
        return new Sized(new YamlNode.Scalar(position, original, typeOf(original, event.isPlain()), event.isPlain()),
                1);
    }

    static YamlNode.Type typeOf(String text, boolean plain) {
        if (!plain || (!text.isEmpty() && NOT_TEXT.indexOf(text.charAt(0)) < 0)) {
            return YamlNode.Type.TEXT; // spares most values the resolver's regular expressions
        }
        Tag tag = RESOLVER.resolve(text, plain);
        if (tag.equals(Tag.INT)) {
            return YamlNode.Type.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return YamlNode.Type.FLOAT;
        }
        if (tag.equals(Tag.BOOL)) {
            return YamlNode.Type.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? YamlNode.Type.NULL : YamlNode.Type.TEXT;
    }

    private Sized readList(SequenceStartEvent start, int depth) {
        rejectTag(start, start.getTag());
        List<YamlNode> items = new ArrayList<>();
        long size = 1;
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            Sized item = read(event, depth + 1, start.isFlow());
            size += item.size();
            if (!(repaired && YamlRepair.isBlankedItem(item.node()))) {
                items.add(item.node());
            }
        }
        return new Sized(new YamlNode.Listing(position(start), List.copyOf(items)), size);
    }

    private Sized readMap(MappingStartEvent start, int depth) {
        rejectTag(start, start.getTag());
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        long size = 1;
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            SourcePosition keyPosition = position(event);
            YamlNode key = read(event, depth + 1, start.isFlow()).node();
            Sized value = read(events.next(), depth + 1, start.isFlow());
            size += 1 + value.size();
            if (!(key instanceof YamlNode.Scalar name)) {
                diagnostics.add(keyPosition, DiagnosticCode.YAML_FEATURE, "a key is " + key.kind(), "a key is a word");
                continue;
            }
            YamlNode.Entry first = entries.putIfAbsent(name.text(), new YamlNode.Entry(keyPosition, value.node()));
            if (first != null) {
                diagnostics.add(keyPosition, DiagnosticCode.DUPLICATE_KEY,
                        "'" + name.text() + "' stands here again; first at line " + first.keyPosition().line(),
                        "keep one of the two");
            }
        }
        return new Sized(new YamlNode.Mapping(position(start), entries), size);
    }

    private void rejectTag(Event event, Optional<String> tag) {
        if (tag.isPresent()) {
            diagnostics.add(position(event), DiagnosticCode.YAML_FEATURE, "a tag, " + tag.get(),
                    "remove it: values are what they look like");
        }
    }

    private Refused refuse(Event event, DiagnosticCode code, String problem, String advice) {
        diagnostics.add(position(event), code, problem, advice);
        return new Refused(problem);
    }

    private SourcePosition position(Event event) {
        return position(file, event.getStartMark());
    }

    static SourcePosition position(String file, Optional<Mark> mark) {
        return mark.map(at -> new SourcePosition(file, at.getLine() + 1, at.getColumn() + 1))
                .orElse(new SourcePosition(file, 1, 1));
    }
}
