package com.kisum.policy.file;

import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.RouteId;
import com.kisum.policy.route.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A route as the file says it, before what it inherits is worked out. It exists even when parts of it are wrong, so that
 * the rest of it is checked all the same.
 *
 * @param id null when it is missing or wrong
 * @param levels what is said from near to far: the route, its group, its backend, the defaults
 */
record RouteDraft(@Nullable RouteId id, SourcePosition position, List<Match> matches, List<Settings> levels) {
    String name() {
        return id == null ? "the route at line " + position.line() : "'" + id + "'";
    }

    /** The nearest statement wins, whole. */
    <T> @Nullable Stated<T> nearest(Function<Settings, @Nullable Stated<T>> setting) {
        for (Settings level : levels) {
            Stated<T> stated = setting.apply(level);
            if (stated != null) {
                return stated;
            }
        }
        return null;
    }

    /** What is inherited, or the built-in value; a statement that is wrong has been reported and counts as built-in. */
    <T> T effective(Function<Settings, @Nullable Stated<T>> setting, T builtIn) {
        Stated<T> stated = nearest(setting);
        return stated == null || stated.value() == null ? builtIn : stated.value();
    }

    AccessLevel access() {
        return effective(Settings::access, AccessLevel.MEMBER);
    }

    /** {@code require} alone adds up: everything that any level asks for, the farthest first, as it is read. */
    @Nullable
    Requirement requirement() {
        List<Requirement> parts = new ArrayList<>();
        for (Settings level : levels.reversed()) {
            Requirement said = level.requirement() == null ? null : level.requirement().value();
            if (said != null && !parts.contains(said)) {
                parts.add(said);
            }
        }
        if (parts.isEmpty()) {
            return null;
        }
        return parts.size() == 1 ? parts.getFirst() : new Requirement.AllOf(parts);
    }

    boolean statesRequirement() {
        return nearest(Settings::requirement) != null;
    }

    boolean hasBrokenRequirement() {
        return levels.stream().anyMatch(level -> level.requirement() != null && level.requirement().value() == null);
    }
}
