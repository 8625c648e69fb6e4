package com.kisum.policy.diff;

import com.kisum.policy.route.Backend;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What does the new policy change for requests? It compares who wins each shape of request before and after, so a file
 * that was only reordered, renamed or described anew changes nothing.
 */
public final class PolicyDiff {
    private final List<Change> changes;
    private final boolean complete;

    private PolicyDiff(List<Change> changes, boolean complete) {
        this.changes = List.copyOf(changes);
        this.complete = complete;
    }

    public static PolicyDiff between(RouteTable before, RouteTable after) {
        return between(before, after, Walk.MOST_STEPS);
    }

    static PolicyDiff between(RouteTable before, RouteTable after, long mostSteps) {
        RequestComparison requests = new RequestComparison(before, after, mostSteps);
        boolean complete = requests.run();
        List<Change> changes = new ArrayList<>(requests.changes(complete));
        changes.addAll(new ModuleComparison(before, after).changes());
        changes.addAll(movedBackends(before, after));
        changes.sort(Comparator.comparing(Change::effect).thenComparing(Change::subject));
        return new PolicyDiff(changes, complete);
    }

    /** What opens stands first. */
    public List<Change> changes() {
        return changes;
    }

    /**
     * Whether every shape of request was compared. A policy can be written that has more of them than anyone could wait
     * for; then the changes are those that were found.
     */
    public boolean isComplete() {
        return complete;
    }

    /** Whether nothing changes; never said of what was not compared. */
    public boolean isEmpty() {
        return complete && changes.isEmpty();
    }

    /** Whether anyone may pass who did not; said, too, of what was not compared. */
    public boolean opens() {
        return !complete || changes.stream().anyMatch(change -> change.effect().opens());
    }

    private static List<Change> movedBackends(RouteTable before, RouteTable after) {
        Map<String, Backend> was = backends(before);
        List<Change> moved = new ArrayList<>();
        backends(after).forEach((name, is) -> {
            Backend old = was.get(name);
            if (old != null && !old.url().equals(is.url())) {
                int routes = (int) after.routes().stream().filter(route -> route.backend().name().equals(name)).count();
                moved.add(new Change.OfBackend(name, old.url(), is.url(), routes));
            }
        });
        return moved;
    }

    private static Map<String, Backend> backends(RouteTable table) {
        Map<String, Backend> backends = new TreeMap<>();
        for (Route route : table.routes()) {
            backends.put(route.backend().name(), route.backend());
        }
        return backends;
    }
}
