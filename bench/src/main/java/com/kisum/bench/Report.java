package com.kisum.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.RunResult;

/** What came out, how do the others compare, and is it within the bar? What was not measured is not within it. */
final class Report {
    static final double MOST_NANOS = 200;
    static final double MOST_GROWTH = 1.2;
    /** JMH itself allocates a little; one small object in two hundred decisions would be more than this. */
    static final double MOST_BYTES = 0.1;

    /** Three sizes of table, two members. */
    private static final int DECIDED = 6;

    private static final double UNKNOWN = Double.NaN;

    private final List<Row> rows;
    private final StringBuilder verdicts = new StringBuilder();
    private boolean within = true;

    Report(Collection<RunResult> results) {
        this.rows = results.stream().map(Row::of).toList();
        List<Row> decided = rows("allowed", row -> true);
        List<Row> allowed = new ArrayList<>(decided);
        allowed.addAll(rows("spread", row -> true));
        allowed.addAll(rows("ours", row -> row.param("verdict").equals("allowed")));
        judge("ns per allowed decision", decided.size() == DECIDED ? worst(decided, Row::nanos) : UNKNOWN, MOST_NANOS);
        judge("10,000 routes / 10 routes, 10 permissions", growth("10"), MOST_GROWTH);
        judge("10,000 routes / 10 routes, 500 permissions", growth("500"), MOST_GROWTH);
        judge("bytes per allowed decision", decided.size() == DECIDED ? worst(allowed, Row::bytes) : UNKNOWN,
                MOST_BYTES);
    }

    boolean isWithinTheBar() {
        return within;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(
                "\n| question | routes | permissions | ns, quietest fork | ns, median | ns, slowest iteration | bytes |\n");
        text.append("|---|---:|---:|---:|---:|---:|---:|\n");
        rows.forEach(row -> text.append(row.markdown()));
        text.append("\n| beside ours, over ").append(SideBySide.POLICIES).append(" policies | allowed | denied |\n");
        text.append("|---|---:|---:|\n");
        compare(text, "jCasbin", row -> row.name().equals("jcasbin"));
        compare(text, "Cedar, policies parsed once", row -> row.isAsked("cedar", "parsed", "once"));
        compare(text, "Cedar, policies parsed each time", row -> row.isAsked("cedar", "parsed", "each time"));
        text.append("\n| the bar, the worst row | measured | at most | |\n");
        text.append("|---|---:|---:|---|\n");
        return text.append(verdicts).toString();
    }

    private void compare(StringBuilder text, String who, Predicate<Row> theirs) {
        text.append(String.format(Locale.ROOT, "| %s | %s | %s |%n", who, times(theirs, "allowed"),
                times(theirs, "denied")));
    }

    private String times(Predicate<Row> theirs, String verdict) {
        double ours = quietest(row -> row.isAsked("ours", "verdict", verdict));
        double other = quietest(theirs.and(row -> row.param("verdict").equals(verdict)));
        double ratio = other / ours;
        return Double.isNaN(ratio) ? "did not run here" : String.format(Locale.ROOT, "%,.0f times", ratio);
    }

    private void judge(String what, double measured, double most) {
        boolean met = measured <= most; // never when it is not a number
        within &= met;
        String number = Double.isNaN(measured) ? "not measured" : String.format(Locale.ROOT, "%.2f", measured);
        verdicts.append(String.format(Locale.ROOT, "| %s | %s | %s | %s |%n", what, number, most,
                met ? "met" : "MISSED"));
    }

    /** How much slower the largest table is than the smallest. */
    private double growth(String permissions) {
        Predicate<Row> asked = row -> row.isAsked("allowed", "permissions", permissions);
        return quietest(asked.and(row -> row.param("routes").equals("10000")))
                / quietest(asked.and(row -> row.param("routes").equals("10")));
    }

    private double quietest(Predicate<Row> which) {
        return worst(rows.stream().filter(which).toList(), Row::quietest);
    }

    private List<Row> rows(String benchmark, Predicate<Row> which) {
        return rows.stream().filter(row -> row.name().equals(benchmark)).filter(which).toList();
    }

    private static double worst(List<Row> rows, ToDoubleFunction<Row> figure) {
        return rows.stream().mapToDouble(figure).max().orElse(UNKNOWN);
    }
}
