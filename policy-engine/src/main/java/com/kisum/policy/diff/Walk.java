package com.kisum.policy.diff;

import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Shows every shape of request that two tables could answer differently, once.
 *
 * <p>Segment by segment it keeps the nodes that some template is still at. Which segments tell them apart? The literals
 * of these nodes, {@code internal} where a prefix is stripped, and any other segment. Once no node is left, only
 * {@code /**} matches remain, and one path stands for all below. Where both tables say the same from here on, nothing is
 * looked at. The number of shapes can grow with two to the power of a template's length, so the walk is bounded and says
 * when it did not come to its end.
 */
final class Walk {
    static final long MOST_STEPS = 20_000_000;
    private static final int MOST_SHAPES = 1_000_000;

    private final RouteTable before;
    private final RouteTable after;
    private final JointTree tree;
    private final String unnamed;
    private final Visitor visitor;
    private final List<JointTree.Node> rests = new ArrayList<>();
    private int differingRests;
    private long stepsLeft;
    private int shapesLeft = MOST_SHAPES;

    /** Is told who wins a shape, by the ordinal of the method, before and after. */
    interface Visitor {
        void visit(Shape shape, Lookup.@Nullable Found[] before, Lookup.@Nullable Found[] after);
    }

    Walk(RouteTable before, RouteTable after, JointTree tree, long mostSteps, Visitor visitor) {
        this.before = before;
        this.after = after;
        this.tree = tree;
        this.unnamed = tree.unnamedSegment();
        this.visitor = visitor;
        this.stepsLeft = mostSteps;
    }

    /** Whether every shape was seen. */
    boolean run() {
        visit(List.of(tree.root()), Shape.ROOT, 0, 0);
        return stepsLeft > 0 && shapesLeft > 0;
    }

    /**
     * @param nodesSeen how many nodes were alive on the way here: about what one lookup costs
     */
    private void visit(List<JointTree.Node> alive, Shape shape, int depth, int nodesSeen) {
        int nodes = nodesSeen + alive.size();
        stepsLeft -= nodes;
        if (differingRests == 0 && alive.stream().allMatch(JointTree.Node::isSame)) {
            alive.forEach(JointTree.Node::passBy);
            rests.forEach(JointTree.Node::passByRest);
            return;
        }
        if (stepsLeft <= 0 || shapesLeft <= 0) {
            return;
        }
        int outerRests = rests.size();
        int outerDiffering = differingRests;
        for (JointTree.Node node : alive) {
            if (node.hasRest()) {
                rests.add(node);
                differingRests += node.isRestSame() ? 0 : 1;
            }
        }
        if (!rests.isEmpty() || alive.stream().anyMatch(JointTree.Node::hasEnd)) {
            show(shape);
        }
        for (String literal : literals(alive, depth)) {
            go(step(alive, literal), shape, literal, depth, nodes);
        }
        go(step(alive, null), shape, null, depth, nodes);
        rests.subList(outerRests, rests.size()).clear();
        differingRests = outerDiffering;
    }

    private void go(List<JointTree.Node> alive, Shape shape, @Nullable String literal, int depth, int nodes) {
        if (!alive.isEmpty()) {
            visit(alive, shape.then(literal, false), depth + 1, nodes);
        } else if (differingRests > 0) {
            stepsLeft -= nodes;
            show(shape.then(literal, true));
        } else {
            rests.forEach(JointTree.Node::passByRest);
        }
    }

    private Set<String> literals(List<JointTree.Node> alive, int depth) {
        Set<String> literals = new TreeSet<>();
        alive.forEach(node -> literals.addAll(node.literals()));
        if (depth == 0) {
            literals.remove(PathTemplate.INTERNAL); // nobody passes there, before or after
        } else if (tree.isStrippedTo(depth)) {
            literals.add(PathTemplate.INTERNAL);
        }
        return literals;
    }

    private static List<JointTree.Node> step(List<JointTree.Node> alive, @Nullable String literal) {
        List<JointTree.Node> next = new ArrayList<>();
        for (JointTree.Node node : alive) {
            JointTree.Node named = literal == null ? null : node.literal(literal);
            if (named != null) {
                next.add(named);
            }
            JointTree.Node variable = node.variable();
            if (variable != null) {
                next.add(variable);
            }
        }
        return next;
    }

    private void show(Shape shape) {
        if (stepsLeft <= 0 || --shapesLeft <= 0) {
            return;
        }
        if (!(PathGrammar.read(shape.sample(unnamed)) instanceof CanonicalPath path)) {
            throw new IllegalStateException("templates hold canonical segments only, but not " + shape);
        }
        visitor.visit(shape, winners(before, path), winners(after, path));
    }

    private static Lookup.@Nullable Found[] winners(RouteTable table, CanonicalPath path) {
        Lookup.@Nullable Found[] winners = new Lookup.@Nullable Found[Method.USUAL.size()];
        Set<Method> open = Method.USUAL;
        for (Method method : Method.USUAL) {
            if (!open.contains(method)) {
                continue; // a lookup that finds nothing has told which methods find something
            }
            switch (table.find(method, path)) {
                case Lookup.Found found -> winners[method.ordinal()] = found;
                case Lookup.MethodNotAllowed not -> open = not.allowed();
                case Lookup.NoRoute _ -> {
                }
            }
        }
        return winners;
    }
}
