package com.kisum.k8s;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What does kustomize make of a folder? Asked of whichever binary is here, {@code kustomize} or {@code kubectl}; it asks no cluster. */
final class Kustomize {
    private static final Optional<List<String>> COMMAND = onThePath("kustomize").map(it -> List.of(it, "build"))
            .or(() -> onThePath("kubectl").map(it -> List.of(it, "kustomize")));
    private static final long SECONDS = 60;

    /** Of this module, which the next clean build empties. */
    private static final Path TARGET = Path.of("target");

    /** Four tests ask for the same. */
    private static final Map<Path, String> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    static boolean isHere() {
        return COMMAND.isPresent();
    }

    private static Optional<String> onThePath(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).map(Path::toString).findFirst();
    }

    static String render(Path folder) {
        return RENDERED.computeIfAbsent(folder, Kustomize::run);
    }

    private static String run(Path folder) {
        try {
            Path output = Files.createTempFile(TARGET, "rendered", ".yaml");
            Path mistakes = Files.createTempFile(TARGET, "mistakes", ".txt");
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(COMMAND.orElseThrow()))
                    .redirectOutput(output.toFile())
                    .redirectError(mistakes.toFile());
            builder.command().add(folder.toString());
            Process process = builder.start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("kustomize has not come to an end: " + folder);
            }
            String said = Files.readString(mistakes);
            // Deprecations are warnings; a manifest that is about to stop working is a mistake today.
            if (process.exitValue() != 0 || !said.isBlank()) {
                throw new AssertionError("kustomize does not take " + folder + ": " + said);
            }
            return Files.readString(output);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** An overlay such as an operator writes: one of ours, and a component. Kustomize takes relative paths only, so all is copied. */
    static Path overlayWith(String overlay, String component) {
        try {
            Path copy = Files.createTempDirectory(TARGET, "k8s");
            for (String part : List.of("base", "overlays", "components")) {
                Trees.copy(Installation.K8S.resolve(part), copy.resolve(part));
            }
            Path folder = Files.createDirectories(copy.resolve("mine"));
            Files.writeString(folder.resolve("kustomization.yaml"), """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    resources: [../overlays/%s]
                    components: [../components/%s]
                    """.formatted(overlay, component));
            return folder;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
