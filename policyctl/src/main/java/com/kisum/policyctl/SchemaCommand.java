package com.kisum.policyctl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema}: what an editor needs to help while someone types. */
@Command(name = "schema", description = "Prints the JSON Schema (draft-07) of routes.yml or routes-test.yml.", mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "routes|tests", description = "${COMPLETION-CANDIDATES}")
    private Kind kind;

    /** Which file's schema. */
    enum Kind {
        ROUTES("/com/kisum/policy/file/routes.schema.json"), TESTS("/com/kisum/policy/test/routes-test.schema.json");

        private final String resource;

        Kind(String resource) {
            this.resource = resource;
        }
    }

    @Override
    public Integer call() {
        try (InputStream schema = SchemaCommand.class.getResourceAsStream(kind.resource)) {
            if (schema == null) {
                throw new IllegalStateException("the schema is not in the jar: " + kind.resource);
            }
            spec.commandLine().getOut().print(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
            return Exit.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
