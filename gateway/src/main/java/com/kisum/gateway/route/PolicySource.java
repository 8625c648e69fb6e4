package com.kisum.gateway.route;

import com.kisum.policy.PolicyEngine;
import com.kisum.policy.file.Diagnostic;
import com.kisum.policy.file.Environment;
import com.kisum.policy.file.PolicyFile;
import com.kisum.policy.file.YamlFile;
import com.kisum.policy.route.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What does routes.yml hold now, and what comes of it? */
public record PolicySource(Path file, Environment environment) {
    /** What the file was, or that it was not there. */
    sealed interface Content {
        /** Compared by what they are. */
        final class Bytes implements Content {
            private final byte[] all;

            private Bytes(byte[] all) {
                this.all = all;
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Bytes bytes && Arrays.equals(all, bytes.all);
            }

            @Override
            public int hashCode() {
                return Arrays.hashCode(all);
            }
        }

        record Unreadable(String why) implements Content {}
    }

    /** A policy that may take over, or every reason why it may not. */
    sealed interface Outcome {
        record Compiled(CurrentPolicy policy, List<Diagnostic> warnings) implements Outcome {}

        /**
         * @param problems everything that there is to say of the file, warnings too
         * @param errors what keeps it from taking over
         */
        record Rejected(List<String> problems, List<String> errors) implements Outcome {
            static Rejected because(String why) {
                return new Rejected(List.of(why), List.of(why));
            }
        }
    }

    Content read() {
        try (InputStream in = Files.newInputStream(file)) {
            return new Content.Bytes(in.readNBytes(YamlFile.MAX_BYTES + 1)); // one more is enough to be refused
        } catch (IOException e) {
            return new Content.Unreadable(file + " cannot be read (" + e.getClass().getSimpleName()
                    + "). Say which routes.yml to use: gateway.routes=FILE, or GATEWAY_ROUTES=FILE.");
        }
    }

    Outcome compile(Content content, Instant now) {
        return switch (content) {
            case Content.Unreadable(String why) -> Outcome.Rejected.because(why);
            case Content.Bytes bytes ->
                switch (PolicyFile.compile(file.toString(), bytes.all, environment)) {
                    case PolicyFile.Compiled compiled ->
                        new Outcome.Compiled(policy(compiled.table(), now), compiled.diagnostics());
                    case PolicyFile.Rejected rejected ->
                        new Outcome.Rejected(texts(rejected, true), texts(rejected, false));
                };
        };
    }

    private static List<String> texts(PolicyFile.Rejected rejected, boolean withWarnings) {
        return rejected.diagnostics().stream().filter(found -> withWarnings || !found.isWarning())
                .map(Object::toString).toList();
    }

    private static CurrentPolicy policy(RouteTable table, Instant now) {
        return new CurrentPolicy(table, new PolicyEngine(table), new RouteHits(table.routes().size()), now);
    }
}
