package com.kisum.gateway.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which metrics and labels does an expression name? Prometheus itself judges whether it is one; this reads its words, strictly: what it
 * does not know is a mistake, so that no name goes by unseen.
 */
final class PromQl {
    private static final Pattern WORD = Pattern.compile("""
            (?<space>\\s+|\\#[^\\n]*)
            |(?<string>"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*')
            |(?<duration>(?:[0-9]+(?:ms|[smhdwy]))+)
            |(?<number>[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
            |(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)
            |(?<sign>==|!=|=~|!~|<=|>=|[-+*/%^<>=(){}\\[\\],:@])
            """, Pattern.COMMENTS);
    private static final Set<String> LISTS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset", "atan2", "inf", "nan");
    private static final Set<String> AGGREGATIONS = Set.of("sum", "min", "max", "avg", "group", "stddev", "stdvar",
            "count", "count_values", "bottomk", "topk", "quantile");
    /** They choose among series, and leave their labels as they are. */
    private static final Set<String> CHOICES = Set.of("topk", "bottomk");

    /** A condition on a label, as in {@code code=~"A|B"}. */
    record Condition(String label, String sign, String value) {
        boolean admits(String actual) {
            return switch (sign) {
                case "=" -> actual.equals(value);
                case "!=" -> !actual.equals(value);
                case "=~" -> actual.matches(value);
                case "!~" -> !actual.matches(value);
                default -> throw new IllegalStateException(sign);
            };
        }
    }

    /** A metric, and which of its series. */
    record Selector(String metric, List<Condition> conditions) {}

    private record Token(String kind, String text) {}

    private static final Token END = new Token("end", "");

    private final List<Token> tokens;
    private final List<Selector> selectors = new ArrayList<>();
    private final Set<String> listed = new LinkedHashSet<>();
    private int next;

    private PromQl(String text) {
        this.tokens = tokens(text);
        while (next < tokens.size()) {
            step();
        }
    }

    static PromQl read(String text) {
        return new PromQl(text);
    }

    List<Selector> selectors() {
        return List.copyOf(selectors);
    }

    /** The labels in {@code by (…)}, {@code on (…)} and the like. */
    Set<String> listed() {
        return Set.copyOf(listed);
    }

    /**
     * The labels that its result has: those that its first aggregation keeps, else those of its first metric. What follows an operator
     * adds none, but for {@code group_left}, which is not followed.
     *
     * @param labels of a metric
     */
    Set<String> resultLabels(Function<String, Set<String>> labels) {
        for (int i = 0; i < tokens.size(); i++) {
            String text = tokens.get(i).text();
            if (AGGREGATIONS.contains(text) && !CHOICES.contains(text)) {
                return at(i + 1).text().equals("by") ? Set.copyOf(listAfter(i + 1)) : Set.of();
            }
            if (tokens.get(i).kind().equals("name") && isMetric(i)) {
                return labels.apply(text);
            }
        }
        return Set.of();
    }

    private static List<Token> tokens(String text) {
        List<Token> found = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!word.region(at, text.length()).lookingAt()) {
                throw new IllegalArgumentException("not understood: " + text.substring(at));
            }
            for (String kind : List.of("string", "duration", "number", "name", "sign")) {
                if (word.group(kind) != null) {
                    found.add(new Token(kind, word.group()));
                }
            }
            at = word.end();
        }
        return found;
    }

    private Token at(int index) {
        return index < tokens.size() ? tokens.get(index) : END;
    }

    private void step() {
        Token token = at(next);
        if (token.text().equals("{")) {
            throw new IllegalArgumentException("a selector without a metric's name");
        }
        if (!token.kind().equals("name")) {
            next++;
        } else if (LISTS.contains(token.text())) {
            List<String> labels = listAfter(next);
            listed.addAll(labels);
            next += hasList(next) ? 2 + Math.max(1, 2 * labels.size()) : 1;
        } else if (isMetric(next)) {
            metric();
        } else {
            next++;
        }
    }

    private boolean isMetric(int index) {
        String text = at(index).text();
        String after = at(index + 1).text();
        boolean isCall = after.equals("(") || (AGGREGATIONS.contains(text) && LISTS.contains(after));
        return !isCall && !OPERATORS.contains(text.toLowerCase(Locale.ROOT)) && !LISTS.contains(text);
    }

    /** None where no parenthesis follows, as after a lonely {@code group_left}. */
    private List<String> listAfter(int index) {
        List<String> labels = new ArrayList<>();
        if (hasList(index)) {
            for (int i = index + 2; !at(i).text().equals(")"); i += at(i + 1).text().equals(",") ? 2 : 1) {
                labels.add(expect("name", i));
            }
        }
        return labels;
    }

    /** After {@code group_left}, which may go without, an expression may happen to be in parentheses. */
    private boolean hasList(int index) {
        boolean mayGoWithout = at(index).text().startsWith("group_");
        boolean isList = at(index + 2).kind().equals("name") && Set.of(",", ")").contains(at(index + 3).text());
        return at(index + 1).text().equals("(") && (isList || !mayGoWithout);
    }

    private void metric() {
        String name = at(next++).text();
        List<Condition> conditions = new ArrayList<>();
        if (at(next).text().equals("{")) {
            next++;
            while (!at(next).text().equals("}")) {
                String value = expect("string", next + 2);
                conditions.add(new Condition(expect("name", next), expect("sign", next + 1),
                        value.substring(1, value.length() - 1)));
                next += at(next + 3).text().equals(",") ? 4 : 3;
            }
            next++;
        }
        selectors.add(new Selector(name, conditions));
    }

    private String expect(String kind, int index) {
        Token token = at(index);
        if (!token.kind().equals(kind)) {
            throw new IllegalArgumentException("a " + kind + " is expected, not '" + token.text() + "'");
        }
        return token.text();
    }
}
