package com.kisum.policy.diff;

import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests for which the same thing changes, and how to name them in few words. */
final class RequestGroup {
    private static final int SHAPES_LISTED = 8;

    private final Difference difference;
    private final Set<Handover> handovers = new LinkedHashSet<>();
    private final List<Cell> cells = new ArrayList<>();

    RequestGroup(Difference difference) {
        this.difference = difference;
    }

    /** Requests of one shape with these methods, and the matches that take them. */
    private static final class Cell {
        private final Shape shape;
        private final Lookup.@Nullable Found before;
        private final Lookup.@Nullable Found after;
        private final Set<Method> methods = EnumSet.noneOf(Method.class);

        Cell(Shape shape, Lookup.@Nullable Found before, Lookup.@Nullable Found after) {
            this.shape = shape;
            this.before = before;
            this.after = after;
        }
    }

    /** How many shapes a match takes, by method. */
    static final class Tally {
        private final Map<Lookup.Found, int[]> counts = new HashMap<>();

        void count(Lookup.Found match, Method method) {
            counts.computeIfAbsent(match, found -> new int[Method.USUAL.size()])[method.ordinal()]++;
        }

        int of(Lookup.Found match, Method method) {
            int[] count = counts.get(match);
            return count == null ? 0 : count[method.ordinal()];
        }
    }

    void add(Shape shape, Method method, Lookup.@Nullable Found before, Lookup.@Nullable Found after) {
        for (int i = cells.size() - 1; i >= 0 && cells.get(i).shape == shape; i--) {
            Cell cell = cells.get(i);
            if (cell.before == before && cell.after == after) {
                cell.methods.add(method);
                return;
            }
        }
        Cell cell = new Cell(shape, before, after);
        cell.methods.add(method);
        cells.add(cell);
    }

    void add(Handover handover) {
        handovers.add(handover);
    }

    /**
     * @param all how many shapes each match takes in all
     * @param tree knows which matches take requests that were not looked at; null when none can be named as a whole
     */
    Change.OfRequests toChange(Tally all, @Nullable JointTree tree, String unnamed) {
        Cell first = cells.getFirst();
        String example = first.methods.iterator().next() + " " + first.shape.sample(unnamed);
        Map<String, Set<Method>> templates = tree == null ? Map.of() : nameByTemplates(all, tree);
        Map<Shape, Set<Method>> left = new LinkedHashMap<>();
        for (Cell cell : cells) {
            if (!cell.methods.isEmpty()) {
                left.computeIfAbsent(cell.shape, shape -> EnumSet.noneOf(Method.class)).addAll(cell.methods);
            }
        }
        List<String> listed = new ArrayList<>();
        templates.entrySet().stream().limit(SHAPES_LISTED).forEach(it -> listed.add(words(it.getValue(), it.getKey())));
        left.entrySet().stream().limit(SHAPES_LISTED - listed.size())
                .forEach(it -> listed.add(words(it.getValue(), it.getKey())));
        int more = templates.size() + left.size() - listed.size();
        return new Change.OfRequests(difference.effect(), listed, more, example, sorted(handovers),
                difference.gains(), difference.loses(), difference.settings());
    }

    /**
     * Where all that a match takes belongs to this group, its template says it all; what it names is taken out of the
     * cells. The match that names most goes first, the new before the old.
     */
    private Map<String, Set<Method>> nameByTemplates(Tally all, JointTree tree) {
        Tally here = new Tally();
        Map<Lookup.Found, List<Cell>> cellsOf = new LinkedHashMap<>();
        cells.forEach(cell -> index(cell, cell.after, here, cellsOf));
        cells.forEach(cell -> index(cell, cell.before, here, cellsOf));
        List<Map.Entry<Lookup.Found, List<Cell>>> candidates = new ArrayList<>(cellsOf.entrySet());
        candidates.sort(Comparator.comparingInt(candidate -> -candidate.getValue().size()));
        Map<String, Set<Method>> templates = new TreeMap<>();
        for (Map.Entry<Lookup.Found, List<Cell>> candidate : candidates) {
            Lookup.Found found = candidate.getKey();
            if (tree.wasPassedBy(found.match())) {
                continue;
            }
            Set<Method> whole = EnumSet.noneOf(Method.class);
            Method.USUAL.stream().filter(method -> here.of(found, method) > 0
                    && here.of(found, method) == all.of(found, method)).forEach(whole::add);
            boolean names = false;
            for (Cell cell : candidate.getValue()) {
                names |= cell.methods.removeAll(whole);
            }
            if (names) {
                templates.computeIfAbsent(found.match().template().toString(), text -> EnumSet.noneOf(Method.class))
                        .addAll(whole);
            }
        }
        return templates;
    }

    private static void index(Cell cell, Lookup.@Nullable Found found, Tally here,
            Map<Lookup.Found, List<Cell>> cellsOf) {
        if (found != null) {
            cell.methods.forEach(method -> here.count(found, method));
            cellsOf.computeIfAbsent(found, key -> new ArrayList<>()).add(cell);
        }
    }

    private static List<Handover> sorted(Set<Handover> handovers) {
        return handovers.stream().sorted(Comparator.comparing(RequestGroup::ids)).toList();
    }

    private static String ids(Handover handover) {
        String before = handover.before() == null ? "" : handover.before().id().value();
        String after = handover.after() == null ? "" : handover.after().id().value();
        return after + " " + before;
    }

    private static String words(Set<Method> methods, Object path) {
        String names = methods.containsAll(Method.USUAL)
                ? "ANY"
                : methods.stream().map(Method::name).collect(Collectors.joining("|"));
        return names + " " + path;
    }
}
