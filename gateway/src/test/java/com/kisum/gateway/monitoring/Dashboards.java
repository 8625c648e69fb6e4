package com.kisum.gateway.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What does Grafana draw? */
record Dashboards(List<Dashboard> all) {
    private static final Path FOLDER = Path.of(System.getProperty("project.dir"), "k8s", "monitoring", "grafana");

    /** One file of them. */
    record Dashboard(String file, JsonNode json) {
        /** Without the rows, which only have a title. */
        List<JsonNode> panels() {
            return everything().stream().filter(panel -> !"row".equals(panel.path("type").stringValue())).toList();
        }

        List<JsonNode> everything() {
            return json.path("panels").valueStream().toList();
        }

        List<JsonNode> variables() {
            return json.path("templating").path("list").valueStream().toList();
        }

        List<Query> queries() {
            return panels().stream().flatMap(panel -> panel.path("targets").valueStream()
                    .map(target -> new Query(file + ": " + panel.path("title").stringValue(),
                            target.path("expr").stringValue(), target.path("legendFormat").stringValue())))
                    .toList();
        }

        List<Query> marks() {
            return json.path("annotations").path("list").valueStream().map(mark -> new Query(
                    file + ": " + mark.path("name").stringValue(), mark.path("expr").stringValue(),
                    mark.path("textFormat").stringValue())).toList();
        }
    }

    /** What is asked for a panel, and how the lines of its answer are called. */
    record Query(String where, String expression, String legend) {
        /** With what Grafana puts in for its variables. */
        String filledIn() {
            return expression.replace("$job", "gateway").replace("$instance", ".*").replace("$route", ".*")
                    .replace("$__rate_interval", "1m");
        }
    }

    static Dashboards read() {
        JsonMapper mapper = new JsonMapper();
        try (Stream<Path> files = Files.list(FOLDER)) {
            return new Dashboards(files.filter(file -> file.toString().endsWith(".json")).sorted()
                    .map(file -> new Dashboard(file.getFileName().toString(), mapper.readTree(file.toFile())))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
