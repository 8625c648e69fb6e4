package com.kisum.policy.route;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How do templates stand to each other? A tree of matches by segment, in the order of precedence: literals, then the
 * variable, then the end of a template, then {@code /**}. Here the compiler finds matches that are equal, matches that
 * can never win, and matches that cover others; the {@link RouteIndex} is made from it.
 *
 * @param <T> what a match belongs to
 */
public final class TemplateTree<T> {
    private final Node<T> root = new Node<>();
    private final List<Ambiguity<T>> ambiguities = new ArrayList<>();

    /** A match and what it belongs to; each is itself only. */
    public static final class Entry<T> {
        private final Match match;
        private final T owner;

        Entry(Match match, T owner) {
            this.match = match;
            this.owner = owner;
        }

        public Match match() {
            return match;
        }

        public T owner() {
            return owner;
        }
    }

    /**
     * Two matches of which neither is more specific.
     *
     * @param request one that both would take
     */
    public record Ambiguity<T>(Entry<T> first, Entry<T> second, String request) {}

    /** Everything that ends at one node in one way, {@code /a} or {@code /a/**}. */
    static final class Slot<T> {
        private final Map<Method, Entry<T>> named = new EnumMap<>(Method.class);
        private @Nullable Entry<T> any;

        /** Who takes a method here: the match that names it, then GET for HEAD, then ANY. */
        @Nullable
        Entry<T> taking(Method method) {
            Entry<T> entry = named.get(method);
            if (entry == null && method == Method.HEAD) {
                entry = named.get(Method.GET);
            }
            return entry == null && method != Method.OTHER ? any : entry;
        }

        Set<Entry<T>> entries() {
            Set<Entry<T>> all = new LinkedHashSet<>(named.values());
            if (any != null) {
                all.add(any);
            }
            return all;
        }
    }

    static final class Node<T> {
        final Map<String, Node<T>> literals = new TreeMap<>();
        @Nullable
        Node<T> variable;
        @Nullable
        Slot<T> end;
        @Nullable
        Slot<T> rest;
    }

    Node<T> root() {
        return root;
    }

    /** Adds a match; of two that are equal the first stays, and the pair is remembered. */
    public void add(Match match, T owner) {
        Node<T> node = root;
        for (PathTemplate.Segment segment : match.template().segments()) {
            node = switch (segment) {
                case PathTemplate.Literal literal ->
                    node.literals.computeIfAbsent(literal.text(), text -> new Node<>());
                case PathTemplate.Variable _ -> {
                    if (node.variable == null) {
                        node.variable = new Node<>();
                    }
                    yield node.variable;
                }
            };
        }
        if (match.template().rest() && node.rest == null) {
            node.rest = new Slot<>();
        } else if (!match.template().rest() && node.end == null) {
            node.end = new Slot<>();
        }
        Slot<T> slot = Objects.requireNonNull(match.template().rest() ? node.rest : node.end);
        put(slot, new Entry<>(match, owner));
    }

    private void put(Slot<T> slot, Entry<T> entry) {
        if (entry.match().any()) {
            if (slot.any == null) {
                slot.any = entry;
            } else {
                ambiguities.add(new Ambiguity<>(slot.any, entry, sample(Method.GET, entry.match().template())));
            }
            return;
        }
        Set<Entry<T>> equal = new LinkedHashSet<>();
        for (Method method : entry.match().methods()) {
            Entry<T> taken = slot.named.putIfAbsent(method, entry);
            if (taken != null && equal.add(taken)) {
                ambiguities.add(new Ambiguity<>(taken, entry, sample(method, entry.match().template())));
            }
        }
    }

    /** A request that a template takes. */
    private static String sample(Method method, PathTemplate template) {
        StringBuilder request = new StringBuilder(method.name()).append(' ');
        for (PathTemplate.Segment segment : template.segments()) {
            request.append('/').append(segment instanceof PathTemplate.Literal literal ? literal.text() : "x");
        }
        return template.segments().isEmpty() ? request.append('/').toString() : request.toString();
    }

    public List<Ambiguity<T>> ambiguities() {
        return List.copyOf(ambiguities);
    }

    /** Every match, most specific first. */
    public List<Entry<T>> entries() {
        List<Entry<T>> entries = new ArrayList<>();
        collect(root, entries);
        return entries;
    }

    private void collect(Node<T> node, List<Entry<T>> into) {
        node.literals.values().forEach(child -> collect(child, into));
        if (node.variable != null) {
            collect(node.variable, into);
        }
        if (node.end != null) {
            into.addAll(node.end.entries());
        }
        if (node.rest != null) {
            into.addAll(node.rest.entries());
        }
    }

    /** Every match that wins no request at all, because others take each of its methods on each of its paths. */
    public List<Entry<T>> unreachable() {
        Set<Entry<T>> all = new LinkedHashSet<>();
        Set<Entry<T>> winning = new LinkedHashSet<>();
        judge(root, all, winning);
        all.removeAll(winning);
        return List.copyOf(all);
    }

    private void judge(Node<T> node, Set<Entry<T>> all, Set<Entry<T>> winning) {
        node.literals.values().forEach(child -> judge(child, all, winning));
        if (node.variable != null) {
            judge(node.variable, all, winning);
        }
        if (node.end != null) {
            all.addAll(node.end.entries());
            for (Method method : Method.USUAL) {
                addIfPresent(node.end.taking(method), winning);
            }
        }
        if (node.rest != null) {
            all.addAll(node.rest.entries());
            for (Method method : Method.USUAL) {
                boolean covered = takes(node.end, method) && coversEverything(node.variable, method);
                if (!covered) {
                    addIfPresent(node.rest.taking(method), winning);
                }
            }
        }
    }

    /** Whether each path that goes on from here is taken. Literals cannot do that alone: there is always one more. */
    private static <T> boolean coversEverything(@Nullable Node<T> node, Method method) {
        return node != null && (takes(node.rest, method)
                || (takes(node.end, method) && coversEverything(node.variable, method)));
    }

    private static <T> boolean takes(@Nullable Slot<T> slot, Method method) {
        return slot != null && slot.taking(method) != null;
    }

    private static <E> void addIfPresent(@Nullable E entry, Set<E> into) {
        if (entry != null) {
            into.add(entry);
        }
    }

    /**
     * Every pair of a match with a variable or {@code /**} and a more specific one whose paths it all takes, with some
     * method in common: where the specific one ends, the general one answers.
     *
     * @param action is given the general match, then the specific one
     */
    public void forEachCover(BiConsumer<Entry<T>, Entry<T>> action) {
        for (Entry<T> specific : entries()) {
            Set<Entry<T>> general = new LinkedHashSet<>();
            collectCovers(root, specific.match().template(), 0, general);
            for (Entry<T> cover : general) {
                if (!sameShape(cover, specific) && shareMethod(cover.match(), specific.match())) {
                    action.accept(cover, specific);
                }
            }
        }
    }

    private void collectCovers(@Nullable Node<T> node, PathTemplate template, int depth, Set<Entry<T>> into) {
        if (node == null) {
            return;
        }
        if (node.rest != null) {
            into.addAll(node.rest.entries());
        }
        if (depth == template.segments().size()) {
            if (node.end != null && !template.rest()) {
                into.addAll(node.end.entries());
            }
            return;
        }
        if (template.segments().get(depth) instanceof PathTemplate.Literal literal) {
            collectCovers(node.literals.get(literal.text()), template, depth + 1, into);
        }
        collectCovers(node.variable, template, depth + 1, into);
    }

    private static <T> boolean sameShape(Entry<T> one, Entry<T> other) {
        PathTemplate a = one.match().template();
        PathTemplate b = other.match().template();
        if (a.rest() != b.rest() || a.segments().size() != b.segments().size()) {
            return false;
        }
        for (int i = 0; i < a.segments().size(); i++) {
            boolean aLiteral = a.segments().get(i) instanceof PathTemplate.Literal;
            boolean bLiteral = b.segments().get(i) instanceof PathTemplate.Literal;
            if (aLiteral != bLiteral || (aLiteral && !a.segments().get(i).equals(b.segments().get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean shareMethod(Match one, Match other) {
        Set<Method> common = EnumSet.copyOf(one.methods());
        if (common.contains(Method.GET)) {
            common.add(Method.HEAD);
        }
        common.retainAll(other.methods());
        return !common.isEmpty() || (one.methods().contains(Method.HEAD) && other.methods().contains(Method.GET));
    }
}
