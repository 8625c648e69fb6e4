package com.kisum.policy.diff;

import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.LeastHoldings;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteOptions;
import com.kisum.policy.words.SettingWords;
import java.util.ArrayList;
import java.util.List;

/** What is different for a request of this method when this route answers instead of that one? */
record Difference(List<String> gains, List<String> loses, List<String> settings) {
    static Difference between(Handover handover, Method method, LeastHoldings least) {
        Route before = handover.before();
        Route after = handover.after();
        Passage passageBefore = Passage.of(before, method);
        Passage passageAfter = Passage.of(after, method);
        List<String> settings = before == null || after == null ? List.of() : settings(before, after, method, least);
        return new Difference(passageAfter.beyond(passageBefore, least), passageBefore.beyond(passageAfter, least),
                settings);
    }

    boolean isNone() {
        return gains.isEmpty() && loses.isEmpty() && settings.isEmpty();
    }

    Effect effect() {
        return Effect.of(!gains.isEmpty(), !loses.isEmpty());
    }

    /** Only what a request of this method can notice: a setting that never comes into play is no change. */
    private static List<String> settings(Route before, Route after, Method method, LeastHoldings least) {
        List<String> changed = new ArrayList<>();
        RouteOptions was = before.options();
        RouteOptions is = after.options();
        compare("access", SettingWords.of(before.access()), SettingWords.of(after.access()), changed);
        if (!least.sameFor(before.requirement(), after.requirement())) {
            compare("require", SettingWords.of(before.requirement()), SettingWords.of(after.requirement()), changed);
        }
        if (before.access() == AccessLevel.MEMBER || after.access() == AccessLevel.MEMBER) {
            compare("mode", SettingWords.of(was.mode()), SettingWords.of(is.mode()), changed);
        }
        if (before.requirement() != null && after.requirement() != null
                && !sameInGrace(was.grace(), is.grace(), method)) {
            compare("grace", SettingWords.of(was.grace()), SettingWords.of(is.grace()), changed);
        }
        if (Passage.readsStaleFacts(before, method) && Passage.readsStaleFacts(after, method)) {
            compare("onOutage", SettingWords.of(was.onOutage()), SettingWords.of(is.onOutage()), changed);
        }
        compare("backend", before.backend().name(), after.backend().name(), changed);
        compare("timeout", SettingWords.of(was.timeout()), SettingWords.of(is.timeout()), changed);
        compare("maxBody", SettingWords.of(was.maxBody()), SettingWords.of(is.maxBody()), changed);
        compare("rateLimit", SettingWords.of(was.rateLimit()), SettingWords.of(is.rateLimit()), changed);
        compare("websocket", String.valueOf(was.webSocket()), String.valueOf(is.webSocket()), changed);
        compare("stripPrefix", String.valueOf(was.stripPrefix()), String.valueOf(is.stripPrefix()), changed);
        return changed;
    }

    private static boolean sameInGrace(GracePolicy before, GracePolicy after, Method method) {
        return before.countsFor(method) == after.countsFor(method)
                && before.isReadOnlyFor(method) == after.isReadOnlyFor(method);
    }

    private static void compare(String setting, String before, String after, List<String> into) {
        if (!before.equals(after)) {
            into.add(setting + " " + before + " → " + after);
        }
    }
}
