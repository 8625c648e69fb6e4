package com.kisum.policy.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What are the least sets that meet a requirement? Remembers each answer for the length of one comparison, and stops
 * answering when a policy's requirements have more alternatives than anyone could wait for. Then two requirements count
 * as different, whatever they say.
 */
public final class LeastHoldings {
    private static final long MOST_WORK = 1_000_000;

    private final Map<Requirement, List<Holdings>> known = new HashMap<>();
    private long workLeft = MOST_WORK;

    /** Empty when there are too many to tell. */
    public List<Holdings> of(Requirement requirement) {
        List<Holdings> least = known.get(requirement);
        if (least == null) {
            long ways = ways(requirement);
            long work = ways * ways; // each is held against each other
            least = work > workLeft ? List.of() : Holdings.leastFor(requirement);
            workLeft -= work > workLeft ? 0 : work;
            known.put(requirement, least);
        }
        return least;
    }

    /** Whether the same people meet both; false when that is too much to tell. */
    public boolean sameFor(@Nullable Requirement one, @Nullable Requirement other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.equals(other) || (implies(one, other) && implies(other, one));
    }

    /** Whether everyone who meets the first meets the second; false when that is too much to tell. */
    public boolean implies(Requirement first, Requirement second) {
        List<Holdings> least = of(first);
        return !least.isEmpty() && least.stream().allMatch(holdings -> holdings.meet(second));
    }

    private static long ways(Requirement requirement) {
        return switch (requirement) {
            case Requirement.NeedsModule _,Requirement.NeedsPermission _ -> 1;
            case Requirement.AnyOf any ->
                Math.min(Holdings.MOST, any.parts().stream().mapToLong(LeastHoldings::ways).sum());
            case Requirement.AllOf all -> {
                long product = 1;
                for (Requirement part : all.parts()) {
                    product = Math.min(Holdings.MOST, product * ways(part));
                }
                yield product;
            }
        };
    }
}
