package com.kisum.policy.test;

import com.kisum.policy.Step;
import com.kisum.policy.route.LeastHoldings;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteId;
import com.kisum.policy.route.RouteTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What would these tests not notice? A route is reached when some test was decided on it. A requirement is reached when
 * some test's verdict would be another without it: so what is listed here could be deleted and every test would still
 * pass. A key that the rest of its route's requirement implies is not counted; nothing could miss it.
 *
 * @param unreached requirements in words, by route
 */
public record Coverage(int routes, List<Route> unreachedRoutes, int requirements, Map<Route, List<String>> unreached) {
    public static Coverage of(RouteTable table, List<TestResult> results) {
        Map<RouteId, List<List<Boolean>>> observed = new LinkedHashMap<>();
        Set<RouteId> reached = new HashSet<>();
        for (TestResult result : results) {
            Route route = result.explanation().route();
            if (route != null) {
                reached.add(route.id());
                observed.computeIfAbsent(route.id(), id -> new ArrayList<>()).add(leavesMet(result));
            }
        }
        LeastHoldings least = new LeastHoldings();
        int requirements = 0;
        Map<Route, List<String>> unreached = new LinkedHashMap<>();
        for (Route route : table.routes()) {
            Requirement requirement = route.requirement();
            if (requirement == null) {
                continue;
            }
            List<Requirement> leaves = new ArrayList<>();
            collectLeaves(requirement, leaves);
            for (int leaf = 0; leaf < leaves.size(); leaf++) {
                if (new WithoutLeaf(requirement, leaf).isImplied(least)) {
                    continue;
                }
                requirements++;
                if (!isNoticed(requirement, leaf, leaves.size(), observed.getOrDefault(route.id(), List.of()))) {
                    unreached.computeIfAbsent(route, key -> new ArrayList<>()).add(leaves.get(leaf).toString());
                }
            }
        }
        List<Route> unreachedRoutes = table.routes().stream().filter(route -> !reached.contains(route.id())).toList();
        return new Coverage(table.routes().size(), unreachedRoutes, requirements, unreached);
    }

    public int reachedRoutes() {
        return routes - unreachedRoutes.size();
    }

    public int reachedRequirements() {
        return requirements - unreached.values().stream().mapToInt(List::size).sum();
    }

    /** Whether each key of the requirement was met, in the order in which they are written. */
    private static List<Boolean> leavesMet(TestResult result) {
        List<Boolean> met = new ArrayList<>();
        for (Step step : result.explanation().steps()) {
            if (step instanceof Step.RequirementChecked checked && isLeaf(checked.requirement())) {
                met.add(checked.missing() == null);
            }
        }
        return met;
    }

    private static boolean isLeaf(Requirement requirement) {
        return requirement instanceof Requirement.NeedsModule || requirement instanceof Requirement.NeedsPermission;
    }

    private static void collectLeaves(Requirement requirement, List<Requirement> into) {
        switch (requirement) {
            case Requirement.AllOf all -> all.parts().forEach(part -> collectLeaves(part, into));
            case Requirement.AnyOf any -> any.parts().forEach(part -> collectLeaves(part, into));
            case Requirement.NeedsModule needs -> into.add(needs);
            case Requirement.NeedsPermission needs -> into.add(needs);
        }
    }

    private static boolean isNoticed(Requirement requirement, int leaf, int leaves, List<List<Boolean>> observed) {
        WithoutLeaf without = new WithoutLeaf(requirement, leaf);
        WithoutLeaf whole = new WithoutLeaf(requirement, leaves);
        return observed.stream().filter(met -> met.size() == leaves)
                .anyMatch(met -> without.passes(met) != whole.passes(met));
    }

    /** The requirement as it would be without one of its keys. */
    private static final class WithoutLeaf {
        private final Requirement requirement;
        private final int dropped;
        private int next;

        WithoutLeaf(Requirement requirement, int dropped) {
            this.requirement = requirement;
            this.dropped = dropped;
        }

        /** Whether what is left asks for the same: then no test could tell. */
        boolean isImplied(LeastHoldings least) {
            next = 0;
            List<Requirement> left = new ArrayList<>();
            keep(requirement, left);
            return !left.isEmpty() && least.implies(left.getFirst(), requirement)
                    && least.implies(requirement, left.getFirst());
        }

        private void keep(Requirement node, List<Requirement> into) {
            List<Requirement> parts = new ArrayList<>();
            switch (node) {
                case Requirement.AllOf all -> {
                    all.parts().forEach(part -> keep(part, parts));
                    if (!parts.isEmpty()) {
                        into.add(new Requirement.AllOf(parts));
                    }
                }
                case Requirement.AnyOf any -> {
                    any.parts().forEach(part -> keep(part, parts));
                    if (!parts.isEmpty()) {
                        into.add(new Requirement.AnyOf(parts));
                    }
                }
                case Requirement.NeedsModule needs -> keepLeaf(needs, into);
                case Requirement.NeedsPermission needs -> keepLeaf(needs, into);
            }
        }

        private void keepLeaf(Requirement leaf, List<Requirement> into) {
            if (next++ != dropped) {
                into.add(leaf);
            }
        }

        boolean passes(List<Boolean> met) {
            next = 0;
            Verdict verdict = judge(requirement, met);
            return verdict != Verdict.FAILS;
        }

        private enum Verdict {
            PASSES, FAILS,
            /** Nothing is left to ask for. */
            GONE
        }

        private Verdict judge(Requirement node, List<Boolean> met) {
            return switch (node) {
                case Requirement.AllOf all -> combine(all.parts(), met, Verdict.FAILS);
                case Requirement.AnyOf any -> combine(any.parts(), met, Verdict.PASSES);
                case Requirement.NeedsModule _ -> leaf(met);
                case Requirement.NeedsPermission _ -> leaf(met);
            };
        }

        /** One part with the deciding verdict decides; parts that are gone say nothing. */
        private Verdict combine(List<Requirement> parts, List<Boolean> met, Verdict deciding) {
            Verdict combined = Verdict.GONE;
            for (Requirement part : parts) {
                Verdict verdict = judge(part, met);
                if (verdict != Verdict.GONE && combined != deciding) {
                    combined = verdict;
                }
            }
            return combined;
        }

        private Verdict leaf(List<Boolean> met) {
            int index = next++;
            if (index == dropped) {
                return Verdict.GONE;
            }
            return met.get(index) ? Verdict.PASSES : Verdict.FAILS;
        }
    }
}
