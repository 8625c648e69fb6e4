package com.kisum.policyctl;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.cli.Options;

/** {@code schema}: what an editor needs to help while someone types. */
final class SchemaCommand implements Subcommand {
    /** Which file's schema. */
    enum Kind {
        ROUTES("/com/kisum/policy/file/routes.schema.json"), TESTS("/com/kisum/policy/test/routes-test.schema.json");

        private final String resource;

        Kind(String resource) {
            this.resource = resource;
        }
    }

    @Override
    public String synopsis() {
        return "routes|tests";
    }

    @Override
    public String description() {
        return "Prints the JSON Schema (draft-07) of routes.yml or routes-test.yml.";
    }

    @Override
    public Options options() {
        return Arguments.noOptions();
    }

    @Override
    public int fewest() {
        return 1;
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public int run(Arguments arguments, PrintWriter out, PrintWriter err) {
        Kind kind = Arguments.choice(arguments.text(0), Kind.class);
        try (InputStream schema = SchemaCommand.class.getResourceAsStream(kind.resource)) {
            if (schema == null) {
                throw new IllegalStateException("the schema is not in the jar: " + kind.resource);
            }
            out.print(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
            return Exit.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
