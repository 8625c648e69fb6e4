package com.kisum.gateway.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What does Prometheus work out, and when does it wake somebody? The rules in k8s/monitoring/, and their tests. */
record Rules(List<Recording> recordings, List<Alert> alerts) {
    static final Path FOLDER = Path.of(System.getProperty("project.dir"), "k8s", "monitoring", "prometheus");
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Worked out once, under a name of its own. */
    record Recording(String name, String expression, Set<String> ownLabels) {}

    /** Somebody is told. */
    record Alert(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {}

    /** Which alerts fire at each moment of one story. */
    record Story(String file, String name, List<Set<String>> firing) {}

    static Rules read() {
        List<JsonNode> rules = files("rules").stream().map(Rules::yaml)
                .flatMap(file -> file.path("groups").valueStream())
                .flatMap(group -> group.path("rules").valueStream()).toList();
        return new Rules(
                rules.stream().filter(rule -> rule.has("record"))
                        .map(rule -> new Recording(rule.path("record").stringValue(), rule.path("expr").stringValue(),
                                Set.copyOf(rule.path("labels").propertyNames())))
                        .toList(),
                rules.stream().filter(rule -> rule.has("alert"))
                        .map(rule -> new Alert(rule.path("alert").stringValue(), rule.path("expr").stringValue(),
                                texts(rule.path("labels")), texts(rule.path("annotations"))))
                        .toList());
    }

    static List<Story> stories() {
        return files("tests").stream().flatMap(file -> yaml(file).path("tests").valueStream()
                .map(test -> new Story(file.getFileName().toString(), test.path("name").stringValue(),
                        test.path("promql_expr_test").valueStream().map(Rules::firing).toList())))
                .toList();
    }

    private static Set<String> firing(JsonNode moment) {
        Set<String> names = new TreeSet<>();
        moment.path("exp_samples").valueStream().forEach(sample -> names.add(
                sample.path("labels").stringValue().replaceFirst("^\\{alertname=\"(\\w+)\"}$", "$1")));
        return names;
    }

    static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode yaml(Path file) {
        try {
            return MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        return MAPPER.convertValue(object, MAPPER.getTypeFactory().constructMapType(Map.class, String.class,
                String.class));
    }
}
