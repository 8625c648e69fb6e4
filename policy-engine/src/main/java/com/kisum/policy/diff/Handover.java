package com.kisum.policy.diff;

import com.kisum.policy.route.Route;
import com.kisum.policy.words.SettingWords;
import org.jspecify.annotations.Nullable;

/**
 * Who answered before, and who answers now?
 *
 * @param before null when no route took the requests
 * @param after null when no route takes them any more
 */
public record Handover(@Nullable Route before, @Nullable Route after) {
    public String wordsBefore() {
        return words(before);
    }

    public String wordsAfter() {
        return words(after);
    }

    private static String words(@Nullable Route route) {
        return route == null
                ? "no route"
                : route.id() + " (" + SettingWords.whoPasses(route) + "; backend " + route.backend().name() + "; "
                        + route.position() + ")";
    }
}
