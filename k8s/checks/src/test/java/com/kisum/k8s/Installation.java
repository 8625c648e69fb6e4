package com.kisum.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What would be in the cluster? Rendered, it is what kustomize makes of an overlay. Written, it is the files that the overlay and its base
 * list, before any patch: what can be looked at where there is no kustomize. Settings are the same in both, since files of
 * variables are merged by name.
 *
 * @param settings the variables of the gateway's ConfigMap
 */
record Installation(String name, boolean rendered, List<HasMetadata> resources, Map<String, String> settings) {
    static final Path PROJECT = Path.of(System.getProperty("project.dir"));
    static final Path K8S = PROJECT.resolve("k8s");
    static final List<String> OVERLAYS = List.of("redis-given", "high-availability");
    private static final String SETTINGS = "gateway-settings";

    /** The overlays as written and, where there is a kustomize, as rendered; each component with the first of them. */
    static Stream<Installation> all() {
        return Stream.concat(OVERLAYS.stream().map(Installation::written), allRendered());
    }

    static Stream<Installation> allRendered() {
        if (!Kustomize.isHere()) {
            return Stream.of();
        }
        return Stream.concat(OVERLAYS.stream().map(name -> rendered(name, K8S.resolve("overlays").resolve(name))),
                components().map(name -> rendered("redis-given with " + name,
                        Kustomize.overlayWith(OVERLAYS.getFirst(), name))));
    }

    static Stream<String> components() {
        return children(K8S.resolve("components")).map(folder -> folder.getFileName().toString());
    }

    static Stream<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Installation written(String overlay) {
        Path folder = K8S.resolve("overlays").resolve(overlay);
        List<HasMetadata> resources = new ArrayList<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (Path root : List.of(K8S.resolve("base"), folder)) {
            JsonNode kustomization = KubernetesYaml.documents(text(root.resolve("kustomization.yaml"))).getFirst();
            for (JsonNode file : kustomization.path("resources")) {
                if (file.asText().endsWith(".yaml")) {
                    resources.addAll(KubernetesYaml.resources(text(root.resolve(file.asText()))));
                }
            }
            for (JsonNode generated : kustomization.path("configMapGenerator")) {
                if (generated.path("name").asText().equals(SETTINGS)) {
                    generated.path("envs").forEach(file -> settings.putAll(variables(root.resolve(file.asText()))));
                }
            }
        }
        return new Installation(overlay, false, List.copyOf(resources), Map.copyOf(settings));
    }

    private static Installation rendered(String name, Path folder) {
        List<HasMetadata> resources = KubernetesYaml.resources(Kustomize.render(folder));
        return new Installation(name, true, resources,
                resources.stream().filter(ConfigMap.class::isInstance).map(ConfigMap.class::cast)
                        .filter(map -> map.getMetadata().getName().startsWith(SETTINGS + "-")).findFirst().orElseThrow()
                        .getData());
    }

    private static Map<String, String> variables(Path file) {
        Map<String, String> variables = new LinkedHashMap<>();
        text(file).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            int equals = line.indexOf('=');
            variables.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return variables;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    <T extends HasMetadata> List<T> every(Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> T the(Class<T> kind, String name) {
        return every(kind).stream().filter(resource -> resource.getMetadata().getName().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError(this + " has no " + kind.getSimpleName() + " " + name));
    }

    Deployment deployment() {
        return the(Deployment.class, "gateway");
    }

    PodSpec pod() {
        return deployment().getSpec().getTemplate().getSpec();
    }

    Container gateway() {
        return pod().getContainers().getFirst();
    }

    /** Those of everything that runs, Redis included. */
    List<PodSpec> pods() {
        return Stream.concat(every(Deployment.class).stream().map(it -> it.getSpec().getTemplate().getSpec()),
                every(StatefulSet.class).stream().map(it -> it.getSpec().getTemplate().getSpec())).toList();
    }

    /** What the gateway's process finds in its environment. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(settings);
        gateway().getEnv().forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        return environment;
    }

    @Override
    public String toString() {
        return name + (rendered ? ", rendered" : ", as written");
    }
}
