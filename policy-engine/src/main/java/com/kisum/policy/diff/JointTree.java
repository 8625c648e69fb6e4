package com.kisum.policy.diff;

import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteOptions;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.route.TemplateTree;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which segments can make a difference, and where is there none? The templates of two tables in one tree. It knows
 * nothing of precedence: that is asked of the tables themselves, with a path for each shape.
 */
final class JointTree {
    private final Node root = new Node();
    private final Set<String> literals = new HashSet<>();
    private final Set<Integer> stripped = new HashSet<>();

    JointTree(RouteTable before, RouteTable after) {
        before.matches().forEach(entry -> add(entry, false));
        after.matches().forEach(entry -> add(entry, true));
        root.compare();
    }

    /** What one match means for a request: everything but names and places. A backend's URL is compared elsewhere. */
    private record Meaning(Set<Method> methods, boolean any, AccessLevel access, @Nullable Requirement requirement,
            RouteOptions options, String backend) {
        static Meaning of(Match match, Route route) {
            return new Meaning(match.methods(), match.any(), route.access(), route.requirement(), route.options(),
                    route.backend().name());
        }
    }

    /** What ends at a node in one way, in either table. */
    private static final class Slot {
        private final Set<Meaning> before = new HashSet<>();
        private final Set<Meaning> after = new HashSet<>();

        boolean isSame() {
            return before.equals(after);
        }

        boolean isEmpty() {
            return before.isEmpty() && after.isEmpty();
        }
    }

    static final class Node {
        private final Map<String, Node> literals = new TreeMap<>();
        private @Nullable Node variable;
        private final Slot end = new Slot();
        private final Slot rest = new Slot();
        private boolean same;
        private boolean passedBy;
        private boolean restPassedBy;

        private boolean compare() {
            same = end.isSame() && rest.isSame();
            for (Node child : literals.values()) {
                same &= child.compare();
            }
            if (variable != null) {
                same &= variable.compare();
            }
            return same;
        }

        Set<String> literals() {
            return literals.keySet();
        }

        @Nullable
        Node literal(String segment) {
            return literals.get(segment);
        }

        @Nullable
        Node variable() {
            return variable;
        }

        /** Whether both tables say the same here and everywhere below. */
        boolean isSame() {
            return same;
        }

        boolean isRestSame() {
            return rest.isSame();
        }

        boolean hasRest() {
            return !rest.isEmpty();
        }

        boolean hasEnd() {
            return !end.isEmpty();
        }

        /** Remembers that some requests which end here or below were not looked at, because nothing changes for them. */
        void passBy() {
            passedBy = true;
        }

        void passByRest() {
            restPassedBy = true;
        }
    }

    private void add(TemplateTree.Entry<Route> entry, boolean isAfter) {
        PathTemplate template = entry.match().template();
        Node node = root;
        for (PathTemplate.Segment segment : template.segments()) {
            node = switch (segment) {
                case PathTemplate.Literal literal -> {
                    literals.add(literal.text());
                    yield node.literals.computeIfAbsent(literal.text(), text -> new Node());
                }
                case PathTemplate.Variable _ -> {
                    if (node.variable == null) {
                        node.variable = new Node();
                    }
                    yield node.variable;
                }
            };
        }
        Slot slot = template.rest() ? node.rest : node.end;
        (isAfter ? slot.after : slot.before).add(Meaning.of(entry.match(), entry.owner()));
        stripped.add(entry.owner().options().stripPrefix());
    }

    Node root() {
        return root;
    }

    /** Whether {@code internal} at this place could be what a backend would see first. */
    boolean isStrippedTo(int depth) {
        return depth > 0 && stripped.contains(depth);
    }

    /** A segment that no template names, and not {@code internal}. */
    String unnamedSegment() {
        String segment = "x";
        for (int i = 1; literals.contains(segment); i++) {
            segment = "x" + i;
        }
        return segment;
    }

    /** Whether some requests of this match may have been passed by. */
    boolean wasPassedBy(Match match) {
        Node node = root;
        boolean passed = node.passedBy;
        for (PathTemplate.Segment segment : match.template().segments()) {
            Node next = segment instanceof PathTemplate.Literal literal
                    ? node.literals.get(literal.text())
                    : node.variable;
            if (next == null) {
                return true;
            }
            node = next;
            passed |= node.passedBy;
        }
        return passed || (match.template().rest() && node.restPassedBy);
    }
}
