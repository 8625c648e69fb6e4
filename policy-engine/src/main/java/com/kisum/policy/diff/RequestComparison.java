package com.kisum.policy.diff;

import com.kisum.policy.route.LeastHoldings;
import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteId;
import com.kisum.policy.route.RouteTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are answered differently? Requests that go from one route to one other, with the same people gaining
 * and losing, are one change. Where nobody gains or loses, all that change alike are one, whatever their routes: new
 * defaults should not be told once per route.
 */
final class RequestComparison implements Walk.Visitor {
    private final JointTree tree;
    private final RequestGroup.Tally all = new RequestGroup.Tally();
    private final Map<Key, RequestGroup> groups = new LinkedHashMap<>();
    private final Map<Pair, @Nullable RequestGroup> groupsByPair = new HashMap<>();
    private final LeastHoldings least = new LeastHoldings();
    private final Walk walk;

    RequestComparison(RouteTable before, RouteTable after, long mostSteps) {
        this.tree = new JointTree(before, after);
        this.walk = new Walk(before, after, tree, mostSteps, this);
    }

    private record Key(Difference difference, @Nullable RouteId before, @Nullable RouteId after) {}

    /** Two routes by their numbers, and what methods have in common as far as passing goes. */
    private record Pair(int before, int after, Kind kind) {}

    private enum Kind {
        /** May go on with stale facts. */
        GET,
        /** Reads, but never from stale facts. */
        OPTIONS,
        /** Writes. */
        POST;

        static Kind of(Method method) {
            if (method.isWrite()) {
                return POST;
            }
            return method == Method.OPTIONS ? OPTIONS : GET;
        }
    }

    /** Whether every request was compared; the changes are those that were found until then. */
    boolean run() {
        return walk.run();
    }

    List<Change.OfRequests> changes(boolean complete) {
        return groups.values().stream()
                .map(group -> group.toChange(all, complete ? tree : null, tree.unnamedSegment())).toList();
    }

    @Override
    public void visit(Shape shape, Lookup.@Nullable Found[] before, Lookup.@Nullable Found[] after) {
        for (Method method : Method.USUAL) {
            Lookup.Found was = before[method.ordinal()];
            Lookup.Found is = after[method.ordinal()];
            if (was != null) {
                all.count(was, method);
            }
            if (is != null) {
                all.count(is, method);
            }
            RequestGroup group = groupOf(was, is, method);
            if (group != null) {
                group.add(shape, method, was, is);
            }
        }
    }

    /** Null when nothing changes. */
    private @Nullable RequestGroup groupOf(Lookup.@Nullable Found was, Lookup.@Nullable Found is, Method method) {
        Pair pair = new Pair(was == null ? -1 : was.number(), is == null ? -1 : is.number(), Kind.of(method));
        if (groupsByPair.containsKey(pair)) {
            return groupsByPair.get(pair);
        }
        Handover handover = new Handover(was == null ? null : was.route(), is == null ? null : is.route());
        Difference difference = Difference.between(handover, method, least);
        RequestGroup group = null;
        if (!difference.isNone()) {
            group = groups.computeIfAbsent(keyOf(difference, handover), key -> new RequestGroup(difference));
            group.add(handover);
        }
        groupsByPair.put(pair, group);
        return group;
    }

    private static Key keyOf(Difference difference, Handover handover) {
        Route before = handover.before();
        Route after = handover.after();
        return difference.effect() == Effect.NEITHER
                ? new Key(difference, null, null)
                : new Key(difference, before == null ? null : before.id(), after == null ? null : after.id());
    }
}
