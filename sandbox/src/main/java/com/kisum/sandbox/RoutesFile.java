package com.kisum.sandbox;

import com.kisum.policy.file.PolicyFile;
import com.kisum.sandbox.run.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Which routes.yml is meant, and would a gateway start with it? Said before anything takes time to start. */
final class RoutesFile {
    private RoutesFile() {}

    /**
     * @param environment where {@code GATEWAY_ROUTES} names another one
     * @param backends what the file may name as {@code ${NAME}}, besides the environment
     */
    static Path named(Map<String, String> environment, Map<String, String> backends) throws StartFailure {
        String name = environment.getOrDefault("GATEWAY_ROUTES", "");
        Path file = Path.of(name.isBlank() ? "routes.yml" : name).toAbsolutePath().normalize();
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StartFailure("There is no " + file
                    + " that can be read. Start from the project's root, or name a file with GATEWAY_ROUTES.");
        }
        PolicyFile.Outcome outcome = PolicyFile.compile(file.toString(), content,
                variable -> backends.getOrDefault(variable, environment.get(variable)));
        if (outcome instanceof PolicyFile.Rejected rejected) {
            throw new StartFailure(rejected.diagnostics()
                    .stream()
                    .filter(mistake -> !mistake.isWarning())
                    .map(Object::toString)
                    .collect(Collectors.joining("\n"))
                    + "\nNo gateway starts with this file. Correct it, and start again.");
        }
        return file;
    }
}
