package com.kisum.gateway.console;

import com.kisum.gateway.route.CurrentPolicy;
import com.kisum.gateway.route.Policies;
import com.kisum.gateway.route.Reload;
import com.kisum.policy.diff.PolicyDiff;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What did the last edit change, and why was one not taken over? A difference is worked out when somebody asks, and once: two revisions
 * never change.
 */
final class PolicyHistory {
    private final Policies policies;
    private volatile @Nullable Difference known;

    PolicyHistory(Policies policies) {
        this.policies = policies;
    }

    /**
     * @param before null where nothing was edited since the start
     * @param complete whether all was compared
     */
    record Difference(@Nullable String before, String now, boolean complete, List<Changed> changes) {}

    /**
     * One thing that is different for requests.
     *
     * @param effect {@code opens}, {@code closes}, {@code opens and closes} or {@code changes}
     */
    record Changed(String effect, String subject, List<String> words) {}

    /** What came of the last edit. */
    record Edit(Instant at, boolean takenOver, List<String> problems) {}

    Difference difference() {
        CurrentPolicy now = policies.get();
        CurrentPolicy before = policies.before().orElse(null);
        Difference found = known;
        if (found == null || !found.now.equals(now.revision())
                || (before != null && !before.revision().equals(found.before))) {
            found = compared(before, now);
            known = found;
        }
        return found;
    }

    @Nullable
    Edit lastEdit() {
        return switch (policies.lastReload().orElse(null)) {
            case null -> null;
            case Reload.Succeeded(Instant at, String _) -> new Edit(at, true, List.of());
            case Reload.Failed(Instant at, List<String> problems) -> new Edit(at, false, problems);
        };
    }

    private static Difference compared(@Nullable CurrentPolicy before, CurrentPolicy now) {
        if (before == null) {
            return new Difference(null, now.revision(), true, List.of());
        }
        PolicyDiff diff = PolicyDiff.between(before.table(), now.table());
        return new Difference(before.revision(), now.revision(), diff.isComplete(),
                diff.changes().stream()
                        .map(change -> new Changed(change.effect().toString(), change.subject(),
                                change.words().stream().skip(1).map(String::strip).toList()))
                        .toList());
    }
}
