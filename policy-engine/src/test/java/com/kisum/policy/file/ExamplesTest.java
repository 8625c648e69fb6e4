package com.kisum.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.route.RouteTable;
import com.kisum.policy.test.PolicyTestFile;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.ObjectMapper;

/**
 * Every example under {@code routes/} and {@code routes-test/} is judged twice: by the compiler, which must find just the
 * codes that its first line names, and by the JSON Schema, which must refuse it just when one of them is structural.
 */
class ExamplesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> routesFilesAreJudgedAsTheySay() throws IOException {
        Schema schema = schema("file/routes.schema.json");
        return examples("routes").map(example -> DynamicTest.dynamicTest(nameOf(example), () -> {
            List<Diagnostic> found = PolicyFile.compile("routes.yml", Files.readAllBytes(example), Environment.EMPTY)
                    .diagnostics();
            judge(example, found, schema);
        }));
    }

    @TestFactory
    Stream<DynamicTest> testFilesAreJudgedAsTheySay() throws IOException {
        Schema schema = schema("test/routes-test.schema.json");
        RouteTable table = topLevelRoutes();
        return examples("routes-test").map(example -> DynamicTest.dynamicTest(nameOf(example), () -> {
            PolicyTestFile file = PolicyTestFile.read("routes-test.yml", Files.readAllBytes(example));
            file.under(table);
            judge(example, file.diagnostics(), schema);
        }));
    }

    @TestFactory
    Stream<DynamicTest> thePlatformsOwnFilesPleaseTheirSchemas() throws IOException {
        Schema routes = schema("file/routes.schema.json");
        Schema tests = schema("test/routes-test.schema.json");
        return Stream.of(
                DynamicTest.dynamicTest("routes.yml",
                        () -> assertThat(complaints(project("routes.yml"), routes)).isEmpty()),
                DynamicTest.dynamicTest("routes-test.yml",
                        () -> assertThat(complaints(project("routes-test.yml"), tests)).isEmpty()));
    }

    private static void judge(Path example, List<Diagnostic> found, Schema schema) throws IOException {
        String expectation = Files.readString(example).lines().findFirst().orElseThrow();
        assertThat(expectation).startsWith("# expect: ");
        String codes = expectation.substring("# expect: ".length());
        List<String> expected = codes.equals("none") ? List.of() : List.of(codes.split(", "));
        assertThat(found).as(() -> String.join("\n", found.stream().map(Diagnostic::toString).toList()))
                .extracting(diagnostic -> diagnostic.code().name()).containsExactlyInAnyOrderElementsOf(expected);
        if (isReadableAsData(example)) {
            boolean structural = found.stream().anyMatch(diagnostic -> diagnostic.code().isStructural());
            assertThat(complaints(example, schema).isEmpty()).as("the schema's verdict").isNotEqualTo(structural);
        }
    }

    /** A schema judges data; what is no YAML, or says a key twice, never becomes any. */
    private static boolean isReadableAsData(Path example) throws IOException {
        try {
            load(example);
            return true;
        } catch (YamlEngineException e) {
            return false;
        }
    }

    private static List<?> complaints(Path file, Schema schema) throws IOException {
        return schema.validate(MAPPER.valueToTree(load(file)));
    }

    private static Object load(Path file) throws IOException {
        LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
        return new Load(settings).loadFromString(Files.readString(file));
    }

    private static Schema schema(String resource) throws IOException {
        try (var in = PolicyFile.class.getResourceAsStream("/com/kisum/policy/" + resource)) {
            String text = new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(MAPPER.readTree(text));
        }
    }

    private static RouteTable topLevelRoutes() throws IOException {
        byte[] content = Files.readAllBytes(project("routes.yml"));
        return ((PolicyFile.Compiled) PolicyFile.compile("routes.yml", content, Environment.EMPTY)).table();
    }

    private static Path project(String file) {
        return Path.of(System.getProperty("project.dir"), file);
    }

    private static Stream<Path> examples(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources", kind))) {
            return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList().stream();
        }
    }

    private static String nameOf(Path example) {
        return Path.of("src", "test", "resources").relativize(example).toString();
    }
}
