package com.kisum.gateway.console;

import com.kisum.gateway.route.CurrentPolicy;
import com.kisum.gateway.route.RouteHits;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteOptions;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.route.TemplateTree;
import com.kisum.policy.words.SettingWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What does each request meet, in which order? One row a match, most specific first, as the index asks them. */
final class RouteList {
    private RouteList() {}

    /** The rows of one revision. */
    record Shown(String revision, List<Row> rows) {}

    /**
     * @param methods as written: {@code ANY}, {@code GET|HEAD}
     * @param example a path that this match takes; null when none was found
     * @param options what is not as it would be if nobody had said anything
     * @param hits of the whole route, as are {@code denied} and {@code lastHit}
     */
    record Row(String route, String methods, String path, @Nullable String example, String whoPasses, String mode,
            String backend, @Nullable String owner, @Nullable String description, List<String> options,
            String position, long hits, long denied, @Nullable Instant lastHit) {}

    static Shown of(CurrentPolicy policy) {
        RouteTable table = policy.table();
        Map<Route, Integer> numbers = new HashMap<>();
        table.routes().forEach(route -> numbers.put(route, numbers.size()));
        List<Row> rows = new ArrayList<>();
        for (TemplateTree.Entry<Route> entry : table.matches()) {
            rows.add(row(policy, entry.owner(), numbers.getOrDefault(entry.owner(), 0), entry.match()));
        }
        return new Shown(policy.revision(), rows);
    }

    private static Row row(CurrentPolicy policy, Route route, int number, Match match) {
        RouteHits hits = policy.hits();
        long last = hits.last(number);
        String asked = route.requirement() == null
                ? SettingWords.of(route.access())
                : SettingWords.of(route.requirement());
        return new Row(route.id().toString(), match.methodsText(), match.template().toString(),
                ExamplePath.of(policy.table(), route, match), asked, SettingWords.of(route.options().mode()),
                route.backend().name(), route.owner(), route.description(), options(route.options()),
                match.position().toString(), hits.asked(number), hits.denied(number),
                last == 0 ? null : Instant.ofEpochMilli(last));
    }

    private static List<String> options(RouteOptions options) {
        RouteOptions usual = RouteOptions.BUILT_IN;
        List<String> said = new ArrayList<>();
        if (options.mode() == Mode.SHADOW) {
            said.add("mode shadow");
        }
        add(said, "grace", SettingWords.of(options.grace()), SettingWords.of(usual.grace()));
        add(said, "onOutage", SettingWords.of(options.onOutage()), SettingWords.of(usual.onOutage()));
        add(said, "timeout", SettingWords.of(options.timeout()), SettingWords.of(usual.timeout()));
        add(said, "maxBody", SettingWords.of(options.maxBody()), SettingWords.of(usual.maxBody()));
        add(said, "rateLimit", SettingWords.of(options.rateLimit()), SettingWords.of(usual.rateLimit()));
        if (options.webSocket()) {
            said.add("websocket");
        }
        if (options.stripPrefix() > 0) {
            said.add("stripPrefix " + options.stripPrefix());
        }
        return said;
    }

    private static void add(List<String> said, String option, String value, String usual) {
        if (!value.equals(usual)) {
            said.add(option + " " + value);
        }
    }
}
