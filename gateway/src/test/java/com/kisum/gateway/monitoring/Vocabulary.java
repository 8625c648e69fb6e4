package com.kisum.gateway.monitoring;

import com.kisum.gateway.monitoring.PromQl.Condition;
import com.kisum.gateway.monitoring.PromQl.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which names may an expression use? Those of a scrape, those that our recording rules make of it, and Prometheus' own. */
final class Vocabulary {
    /** Prometheus says them of each target. */
    private static final Set<String> TARGET = Set.of("job", "instance");
    private static final Pattern ALTERNATIVES = Pattern.compile("[A-Za-z_]+(\\|[A-Za-z_]+)*");

    private final Scrape scrape;
    private final Map<String, List<Rules.Recording>> recordings;

    Vocabulary(Scrape scrape, Rules rules) {
        this.scrape = scrape;
        this.recordings = rules.recordings().stream().collect(Collectors.groupingBy(Rules.Recording::name));
    }

    /** What an expression names and nobody has; nothing where all is well. */
    List<String> unknownIn(String expression) {
        PromQl read = PromQl.read(expression);
        List<String> unknown = new ArrayList<>();
        read.selectors().forEach(selector -> unknown.addAll(unknownIn(selector)));
        Set<String> labels = read.selectors().stream().flatMap(selector -> labelsOf(selector.metric()).stream())
                .collect(Collectors.toSet());
        read.listed().stream().filter(label -> !labels.contains(label)).map(label -> "nothing has the label " + label)
                .forEach(unknown::add);
        return unknown;
    }

    /** The labels that the result of an expression has. */
    Set<String> resultLabels(String expression) {
        return PromQl.read(expression).resultLabels(this::labelsOf);
    }

    private List<String> unknownIn(Selector selector) {
        String metric = selector.metric();
        List<Condition> ours = selector.conditions().stream().filter(of -> !TARGET.contains(of.label())).toList();
        Set<String> labels = labelsOf(metric);
        List<String> unknown = new ArrayList<>();
        if (labels.isEmpty()) {
            unknown.add("there is no metric " + metric);
        }
        ours.stream().filter(of -> !labels.contains(of.label()))
                .map(of -> metric + " has no label " + of.label()).forEach(unknown::add);
        if (unknown.isEmpty() && !scrape.named(metric).isEmpty()) {
            ours.forEach(condition -> unknownValues(condition).forEach(
                    value -> unknown.add(condition.label() + " is never " + value)));
            if (scrape.named(metric).stream().noneMatch(sample -> ours.stream().allMatch(
                    of -> of.admits(sample.labels().getOrDefault(of.label(), ""))))) {
                unknown.add("no series is " + selector);
            }
        }
        return unknown;
    }

    /** Of {@code A|B} each must occur: a name that was misspelt would hide behind the other. */
    private List<String> unknownValues(Condition condition) {
        return ALTERNATIVES.matcher(condition.value()).matches()
                ? Pattern.compile("\\|").splitAsStream(condition.value())
                        .filter(value -> !scrape.valuesOf(condition.label()).contains(value)).toList()
                : List.of();
    }

    private Set<String> labelsOf(String metric) {
        List<Rules.Recording> recorded = recordings.getOrDefault(metric, List.of());
        Set<String> labels = new TreeSet<>();
        if (metric.equals("up")) {
            labels.addAll(TARGET);
        } else if (recorded.isEmpty()) {
            labels.addAll(scrape.labelsOf(metric));
            if (!scrape.named(metric).isEmpty()) {
                labels.addAll(TARGET);
            }
        }
        Function<String, Set<String>> within = this::labelsOf;
        for (Rules.Recording rule : recorded) {
            labels.addAll(rule.ownLabels());
            labels.addAll(PromQl.read(rule.expression()).resultLabels(within));
        }
        return labels;
    }
}
