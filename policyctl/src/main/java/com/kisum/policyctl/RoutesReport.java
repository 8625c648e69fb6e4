package com.kisum.policyctl;

import com.kisum.policy.route.Match;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteOptions;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.route.TemplateTree;
import com.kisum.policy.words.SettingWords;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Prints a route table: one row a match, in the order in which requests see them. */
final class RoutesReport {
    private final RouteTable table;

    /** How to print. */
    enum Format {
        PRETTY, JSON
    }

    RoutesReport(RouteTable table) {
        this.table = table;
    }

    void print(Format format, PrintWriter out) {
        switch (format) {
            case PRETTY -> printPretty(out);
            case JSON -> Json.write(out, this::writeJson);
        }
    }

    private void printPretty(PrintWriter out) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[]{"METHODS", "PATH", "ROUTE", "WHO PASSES", "BACKEND", "OPTIONS"});
        for (TemplateTree.Entry<Route> entry : table.matches()) {
            Match match = entry.match();
            Route route = entry.owner();
            rows.add(new String[]{match.methodsText(), match.template().toString(), route.id().value(),
                    SettingWords.whoPasses(route), route.backend().name(), options(route.options())});
        }
        int[] widths = new int[rows.getFirst().length];
        rows.forEach(row -> {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        });
        rows.forEach(row -> out.println(line(row, widths)));
        out.println();
        out.println(Counted.of(table.routes().size(), "route") + ", policy revision " + table.revision());
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
        }
        return line.toString().stripTrailing();
    }

    /** What is not as it would be if nobody had said anything. */
    private static String options(RouteOptions options) {
        RouteOptions builtIn = RouteOptions.BUILT_IN;
        List<String> said = new ArrayList<>();
        addIfSaid(said, "grace", SettingWords.of(options.grace()), SettingWords.of(builtIn.grace()));
        addIfSaid(said, "onOutage", SettingWords.of(options.onOutage()), SettingWords.of(builtIn.onOutage()));
        addIfSaid(said, "timeout", SettingWords.of(options.timeout()), SettingWords.of(builtIn.timeout()));
        addIfSaid(said, "maxBody", SettingWords.of(options.maxBody()), SettingWords.of(builtIn.maxBody()));
        addIfSaid(said, "rateLimit", SettingWords.of(options.rateLimit()), SettingWords.of(builtIn.rateLimit()));
        addIfSaid(said, "websocket", String.valueOf(options.webSocket()), String.valueOf(builtIn.webSocket()));
        addIfSaid(said, "stripPrefix", String.valueOf(options.stripPrefix()), String.valueOf(builtIn.stripPrefix()));
        return String.join(", ", said);
    }

    private static void addIfSaid(List<String> said, String option, String value, String builtIn) {
        if (!value.equals(builtIn)) {
            said.add(option + " " + value);
        }
    }

    private void writeJson(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("revision", table.revision().digits());
        json.writeArrayPropertyStart("routes");
        for (TemplateTree.Entry<Route> entry : table.matches()) {
            writeRow(json, entry.match(), entry.owner());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeRow(JsonGenerator json, Match match, Route route) {
        RouteOptions options = route.options();
        json.writeStartObject();
        json.writeArrayPropertyStart("methods");
        match.methods().forEach(method -> json.writeString(method.name()));
        json.writeEndArray();
        json.writeBooleanProperty("any", match.any());
        json.writeStringProperty("path", match.template().toString());
        json.writeStringProperty("route", route.id().value());
        json.writeStringProperty("access", SettingWords.of(route.access()));
        if (route.requirement() != null) {
            json.writeStringProperty("require", SettingWords.of(route.requirement()));
        }
        json.writeStringProperty("backend", route.backend().name());
        json.writeStringProperty("url", route.backend().url().toString());
        json.writeStringProperty("mode", SettingWords.of(options.mode()));
        json.writeStringProperty("onOutage", SettingWords.of(options.onOutage()));
        json.writeStringProperty("grace", SettingWords.of(options.grace()));
        json.writeStringProperty("timeout", SettingWords.of(options.timeout()));
        json.writeStringProperty("maxBody", SettingWords.of(options.maxBody()));
        json.writeStringProperty("rateLimit", SettingWords.of(options.rateLimit()));
        json.writeBooleanProperty("websocket", options.webSocket());
        json.writeNumberProperty("stripPrefix", options.stripPrefix());
        if (route.description() != null) {
            json.writeStringProperty("description", route.description());
        }
        if (route.owner() != null) {
            json.writeStringProperty("owner", route.owner());
        }
        json.writeStringProperty("position", match.position().toString());
        json.writeEndObject();
    }
}
