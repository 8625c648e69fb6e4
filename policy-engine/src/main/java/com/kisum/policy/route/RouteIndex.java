package com.kisum.policy.route;

import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.SegmentHash;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which match takes this method and path? One walk down a frozen {@link TemplateTree}, literals before the variable,
 * deeper before shallower, back up only where an alternative was left behind. Each node belongs to one path, so a walk
 * sees no node twice; it allocates nothing.
 */
final class RouteIndex {
    private final Node root;

    private RouteIndex(Node root) {
        this.root = root;
    }

    /** Turns an entry into what a walk answers with. */
    interface Freezer<T> {
        Lookup.Found freeze(TemplateTree.Entry<T> entry, Set<Method> taken, Lookup.@Nullable Found next);
    }

    static <T> RouteIndex of(TemplateTree<T> tree, Freezer<T> freezer) {
        return new RouteIndex(Node.freeze(new byte[0], tree.root(), freezer));
    }

    Lookup.@Nullable Found find(CanonicalPath path, Method method) {
        return method == Method.OTHER ? null : find(root, path, 0, method.ordinal());
    }

    private static Lookup.@Nullable Found find(Node from, CanonicalPath path, int depth, int method) {
        Node node = from;
        int count = path.segmentCount();
        for (int i = depth;; i++) {
            if (i == count) {
                Lookup.Found found = at(node.end, method);
                return found != null ? found : at(node.rest, method);
            }
            Node literal = node.literal(path, i);
            Node variable = node.variable;
            boolean last = node.rest == null;
            if (literal != null && (variable != null || !last)) {
                Lookup.Found found = find(literal, path, i + 1, method);
                if (found != null) {
                    return found;
                }
                literal = null;
            }
            if (literal == null && variable != null && !last) {
                Lookup.Found found = find(variable, path, i + 1, method);
                if (found != null) {
                    return found;
                }
                variable = null;
            }
            Node next = literal != null ? literal : variable;
            if (next == null) {
                return at(node.rest, method);
            }
            node = next; // the only way on from here: nothing to come back to
        }
    }

    private static Lookup.@Nullable Found at(Lookup.@Nullable Found first, int method) {
        Lookup.Found found = first;
        while (found != null && !found.takes(method)) {
            found = found.next();
        }
        return found;
    }

    private static final class Node {
        private final byte[] segment;
        private final int hash;
        /** Children by hash, open addressing, at most half full. */
        private final @Nullable Node[] literals;
        /** One bit per literal, by hash: most segments that are no literal are known by it, without a look at the table. */
        private final long literalBits;
        private final @Nullable Node variable;
        /** What ends here, one after the other: rarely more than three, and most often the first. */
        private final Lookup.@Nullable Found end;
        private final Lookup.@Nullable Found rest;

        private Node(byte[] segment, @Nullable Node[] literals, @Nullable Node variable, Lookup.@Nullable Found end,
                Lookup.@Nullable Found rest) {
            this.segment = segment;
            this.hash = SegmentHash.of(segment);
            this.literals = literals;
            this.literalBits = bits(literals);
            this.variable = variable;
            this.end = end;
            this.rest = rest;
        }

        static <T> Node freeze(byte[] segment, TemplateTree.Node<T> node, Freezer<T> freezer) {
            int size = node.literals.isEmpty() ? 0 : Integer.highestOneBit(node.literals.size() * 2 - 1) * 2;
            @Nullable Node[] literals = new @Nullable Node[size];
            node.literals.forEach((text, child) -> {
                Node frozen = freeze(text.getBytes(StandardCharsets.US_ASCII), child, freezer);
                int slot = slotOf(frozen.hash, size);
                while (literals[slot] != null) {
                    slot = (slot + 1) & (size - 1);
                }
                literals[slot] = frozen;
            });
            @Nullable Node variable = node.variable == null ? null : freeze(new byte[0], node.variable, freezer);
            return new Node(segment, literals, variable, freeze(node.end, freezer), freeze(node.rest, freezer));
        }

        private static long bits(@Nullable Node[] literals) {
            long bits = 0;
            for (Node literal : literals) {
                bits |= literal == null ? 0 : bit(literal.hash);
            }
            return bits;
        }

        private static <T> Lookup.@Nullable Found freeze(TemplateTree.@Nullable Slot<T> slot, Freezer<T> freezer) {
            Lookup.Found first = null;
            if (slot != null) {
                for (TemplateTree.Entry<T> entry : slot.entries()) {
                    Set<Method> taken = EnumSet.noneOf(Method.class);
                    for (Method method : Method.USUAL) {
                        if (slot.taking(method) == entry) {
                            taken.add(method);
                        }
                    }
                    first = freezer.freeze(entry, taken, first);
                }
            }
            return first;
        }

        @Nullable
        Node literal(CanonicalPath path, int index) {
            int wanted = path.segmentHash(index);
            if ((literalBits & bit(wanted)) == 0) {
                return null;
            }
            @Nullable Node[] table = literals;
            for (int slot = slotOf(wanted, table.length);; slot = (slot + 1) & (table.length - 1)) {
                Node child = table[slot];
                if (child == null || (child.hash == wanted && path.segmentIs(index, child.segment))) {
                    return child;
                }
            }
        }

        private static long bit(int hash) {
            return 1L << ((hash * 0x9E3779B9) >>> 26);
        }

        /** Fibonacci hashing: the segment hash alone is weak in its low bits. */
        private static int slotOf(int hash, int size) {
            return (hash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(size) + 1) & (size - 1);
        }
    }
}
