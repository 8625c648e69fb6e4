package com.kisum.policyctl;

import com.kisum.policy.file.Diagnostic;
import com.kisum.policy.file.PolicyFile;
import com.kisum.policy.file.YamlFile;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.test.PolicyTestFile;
import com.kisum.policy.test.PolicyTests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Opens the files a command names, and stops it with the right exit code when one cannot be used. */
final class PolicySources {
    private PolicySources() {}

    /**
     * A test file with the policy it tests, both free of errors.
     *
     * @param warnings of the test file; those of the policy are {@code lint}'s business
     */
    record TestedPolicy(Path routesFile, RouteTable table, PolicyTests tests, List<Diagnostic> warnings) {}

    static PolicyFile.Outcome compile(Path file) {
        return PolicyFile.compile(file.toString(), read(file), System::getenv);
    }

    static RouteTable table(Path file) {
        return switch (compile(file)) {
            case PolicyFile.Compiled compiled -> compiled.table();
            case PolicyFile.Rejected rejected -> throw doesNotCompile(rejected.diagnostics());
        };
    }

    static TestedPolicy tests(Path file) {
        PolicyTestFile testFile = PolicyTestFile.read(file.toString(), read(file));
        String routes = testFile.routes();
        if (routes == null) {
            throw doesNotCompile(testFile.diagnostics());
        }
        Path routesFile = sibling(file, routes);
        RouteTable table = table(routesFile);
        PolicyTests tests = testFile.under(table);
        if (testFile.hasErrors()) {
            throw doesNotCompile(testFile.diagnostics());
        }
        return new TestedPolicy(routesFile, table, tests, testFile.diagnostics());
    }

    private static Path sibling(Path file, String routes) {
        try {
            return file.resolveSibling(routes).normalize();
        } catch (InvalidPathException e) {
            throw new Stop(Exit.WRONG_USAGE, file + ": 'routes' names no path: " + e.getReason());
        }
    }

    static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(YamlFile.MAX_BYTES + 1); // one more is enough to be refused for its size
        } catch (NoSuchFileException e) {
            throw new Stop(Exit.WRONG_USAGE, "there is no file " + file + ": check the path, from "
                    + Objects.requireNonNull(Path.of("").toAbsolutePath()));
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "it is a directory" : "it cannot be read: " + e.getMessage();
            throw new Stop(Exit.WRONG_USAGE, "cannot open " + file + ": " + why);
        }
    }

    private static Stop doesNotCompile(List<Diagnostic> diagnostics) {
        StringBuilder message = new StringBuilder();
        diagnostics.forEach(diagnostic -> message.append(diagnostic).append('\n'));
        return new Stop(Exit.DOES_NOT_COMPILE, message.append(DiagnosticReport.summary(diagnostics)).toString());
    }
}
