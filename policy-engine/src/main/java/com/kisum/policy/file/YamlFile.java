package com.kisum.policy.file;

import com.kisum.policy.route.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What does this file say, as nodes? From bytes, whatever is in them; what cannot be read is a diagnostic. */
public final class YamlFile {
    public static final int MAX_BYTES = 16 << 20;
    /** Each repair parses the file again, so a large and thoroughly broken one is given up on sooner. */
    private static final long REPAIR_BUDGET = 8L << 20;
    private static final int MAX_REPAIRS = 50;

    private final String name;
    private final Diagnostics diagnostics;
    private final Set<Integer> brokenLines = new HashSet<>();

    private YamlFile(String name, Diagnostics diagnostics) {
        this.name = name;
        this.diagnostics = diagnostics;
    }

    /** The root of the file; null when so much is wrong that there is none. */
    public static @Nullable YamlNode read(String name, byte[] content, Diagnostics diagnostics) {
        return new YamlFile(name, diagnostics).read(content);
    }

    private @Nullable YamlNode read(byte[] content) {
        if (content.length > MAX_BYTES) {
            add(1, 1, DiagnosticCode.FILE_TOO_LARGE, "the file has " + content.length + " bytes",
                    "at most " + MAX_BYTES + " are read");
            return null;
        }
        String text = decode(content);
        return text == null ? null : parseRepairing(text);
    }

    private @Nullable String decode(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(bytes).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            int line = 1;
            int lineStart = 0;
            for (int i = 0; i < bytes.position(); i++) {
                if (content[i] == '\n') {
                    line++;
                    lineStart = i + 1;
                }
            }
            add(line, bytes.position() - lineStart + 1, DiagnosticCode.NOT_UTF8, "this byte is not UTF-8",
                    "save the file as UTF-8");
            return null;
        }
    }

    private @Nullable YamlNode parseRepairing(String original) {
        String text = original;
        boolean bracesReplaced = !YamlRepair.canRepair(original);
        long budget = REPAIR_BUDGET;
        for (int repairs = 0;; repairs++) {
            // Each pass finds again what the one before found, so only the last one's findings are kept.
            Diagnostics found = new Diagnostics();
            try {
                YamlNode root = new YamlReader(name, text, !text.equals(original), found).read();
                found.all().forEach(this::keep);
                return root;
            } catch (YamlReader.Refused e) {
                found.all().forEach(this::keep);
                return null;
            } catch (YamlEngineException e) {
                String mended = bracesReplaced ? text : YamlRepair.replaceBraces(text);
                bracesReplaced = true;
                if (mended.equals(text)) {
                    report(text, e);
                    mended = YamlRepair.canRepair(original) ? blank(text, e) : null;
                }
                budget -= text.length();
                if (mended == null || budget < 0 || repairs == MAX_REPAIRS) {
                    return null;
                }
                text = mended;
            }
        }
    }

    private void keep(Diagnostic diagnostic) {
        diagnostics.add(diagnostic.position(), diagnostic.code(), diagnostic.problem(), diagnostic.advice());
    }

    private static @Nullable String blank(String text, YamlEngineException e) {
        return switch (e) {
            case MarkedYamlEngineException marked ->
                YamlRepair.blankItem(text, placeOf(marked).map(Mark::getLine).orElse(0) + 1);
            default -> null;
        };
    }

    /** A flow row or a quoted text that never ends is broken where it begins, not where the parser noticed. */
    private static Optional<Mark> placeOf(MarkedYamlEngineException e) {
        boolean neverEnds = isInFlow(e) || String.valueOf(e.getContext()).contains("quoted scalar");
        return neverEnds && e.getContextMark().isPresent() ? e.getContextMark() : e.getProblemMark();
    }

    private static boolean isInFlow(MarkedYamlEngineException e) {
        return e.getContext() != null && e.getContext().contains("flow");
    }

    private void report(String text, YamlEngineException e) {
        switch (e) {
            case MarkedYamlEngineException marked -> {
                SourcePosition at = YamlReader.position(name, placeOf(marked));
                if (brokenLines.add(at.line())) { // a second look at the same line says nothing new
                    String context = marked.getContext() == null ? "" : marked.getContext() + ", ";
                    diagnostics.add(at, DiagnosticCode.YAML_SYNTAX,
                            "this is not YAML: " + oneLine(context + marked.getProblem()), adviceFor(marked));
                }
            }
            case ReaderException unreadable -> diagnostics.add(positionOf(text, unreadable.getPosition()),
                    DiagnosticCode.YAML_SYNTAX,
                    "a character that YAML does not allow, U+"
                            + String.format(Locale.ROOT, "%04X", unreadable.getCodePoint()),
                    "remove it: control characters have no place in the file");
            default ->
                add(1, 1, DiagnosticCode.YAML_SYNTAX, "this is not YAML: " + oneLine(String.valueOf(e.getMessage())),
                        "check indentation, colons and quotes");
        }
    }

    /** Where the character of this index stands, counted in code points. */
    private SourcePosition positionOf(String text, int index) {
        int[] points = text.codePoints().limit(Math.max(index, 0)).toArray();
        int line = 1;
        int column = 1;
        for (int point : points) {
            column = point == '\n' ? 1 : column + 1;
            line += point == '\n' ? 1 : 0;
        }
        return new SourcePosition(name, line, column);
    }

    private static String adviceFor(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t") || problem.contains("'\t'")) {
            return "indent with spaces, not tabs";
        }
        if (isInFlow(e)) {
            return "check that each { [ \" is closed and that a match that holds '{' is quoted";
        }
        return "check indentation, colons and quotes on this line and the one before";
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }

    private void add(int line, int column, DiagnosticCode code, String problem, String advice) {
        diagnostics.add(new SourcePosition(name, line, column), code, problem, advice);
    }
}
