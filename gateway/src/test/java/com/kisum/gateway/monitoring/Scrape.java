package com.kisum.gateway.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which series does the gateway show to Prometheus? */
record Scrape(List<Sample> samples) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    /** A name, and the labels that tell it from others of this name. */
    record Sample(String name, Map<String, String> labels, double value) {}

    static Scrape read(String text) {
        return new Scrape(text.lines().filter(line -> !line.startsWith("#")).map(Scrape::sample).toList());
    }

    private static Sample sample(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            throw new IllegalArgumentException("no sample: " + line);
        }
        String labels = found.group(2) == null ? "" : found.group(2);
        return new Sample(found.group(1), LABEL.matcher(labels).results()
                .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2))), value(found.group(3)));
    }

    private static double value(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    List<Sample> named(String metric) {
        return samples.stream().filter(sample -> sample.name().equals(metric)).toList();
    }

    Set<String> labelsOf(String metric) {
        return named(metric).stream().flatMap(sample -> sample.labels().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of any of our metrics: which codes there are is told by one of them for all. */
    Set<String> valuesOf(String label) {
        return samples.stream().filter(sample -> sample.labels().containsKey(label))
                .map(sample -> sample.labels().getOrDefault(label, "")).collect(Collectors.toCollection(TreeSet::new));
    }
}
