package com.kisum.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Is every manifest one that Kubernetes' own types take, to the last field? */
final class StrictManifestsTest {
    private static final String FOLDER_OF_KUSTOMIZE = "kustomization.yaml";

    /** What kustomize's own files may say, of all that they could. */
    private static final Set<String> KUSTOMIZATION = Set.of("apiVersion", "kind", "namespace", "resources", "labels",
            "images", "configMapGenerator", "patches");

    private static Stream<Path> yaml() throws IOException {
        try (Stream<Path> all = Files.walk(Installation.K8S)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
            return files.stream().filter(file -> List.of("base", "overlays", "components", "examples")
                    .contains(Installation.K8S.relativize(file).getName(0).toString()));
        }
    }

    static Stream<Path> manifests() throws IOException {
        return yaml().filter(file -> !file.endsWith(FOLDER_OF_KUSTOMIZE));
    }

    static Stream<Path> kustomizations() throws IOException {
        return yaml().filter(file -> file.endsWith(FOLDER_OF_KUSTOMIZE));
    }

    private static Stream<JsonNode> entries(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everyFieldOfEveryFileIsOneOfItsKind(Path file) {
        // The one word of kustomize's that stands in a patch.
        String text = Installation.text(file).replaceFirst("\n *- \\$patch: replace\n", "\n");
        assertThat(KubernetesYaml.resources(text)).isNotEmpty()
                .allSatisfy(resource -> assertThat(resource.getMetadata().getName()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void everyFileThatKustomizeIsToldOfIsThere(Path file) {
        JsonNode kustomization = KubernetesYaml.documents(Installation.text(file)).getFirst();
        assertThat(kustomization.fieldNames()).toIterable().isSubsetOf(KUSTOMIZATION);
        Stream.of("/resources", "/patches").flatMap(list -> entries(kustomization.at(list)))
                .map(entry -> entry.isTextual() ? entry.asText() : entry.path("path").asText())
                .forEach(name -> assertThat(file.resolveSibling(name)).exists());
        entries(kustomization.at("/configMapGenerator"))
                .flatMap(map -> Stream.of("files", "envs").flatMap(list -> entries(map.path(list))))
                .forEach(name -> assertThat(file.resolveSibling(name.asText())).isRegularFile());
    }

    @Test
    void overlaysAndComponentsRender() {
        assumeThat(Kustomize.isHere())
                .as("Neither kustomize nor kubectl is on the PATH: overlays are looked at as written, unpatched")
                .isTrue();
        assertThat(Installation.allRendered()).hasSize(2 + (int) Installation.components().count())
                .allSatisfy(installation -> assertThat(names(installation)).doesNotHaveDuplicates());
    }

    private static List<String> names(Installation installation) {
        return installation.resources().stream().map(it -> it.getKind() + "/" + it.getMetadata().getName()).toList();
    }

    @Test
    void allThatIsRenderedIsInOneNamespace() {
        assumeThat(Kustomize.isHere()).as("Neither kustomize nor kubectl is on the PATH").isTrue();
        assertThat(Installation.allRendered().flatMap(it -> it.resources().stream())
                .filter(it -> !it.getKind().equals("Namespace"))
                .map(HasMetadata::getMetadata).map(it -> it.getNamespace()).collect(Collectors.toSet()))
                .containsExactly("gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata: { name: x, colour: red }", "spec: { selector: { app: x }, port: 80 }",
            "spec: { selector: { app: 7 } }", "spec: { ports: [ { port: \"80\" } ] }",
            "spec: { clusterIP: true }", "spec: {}\nspec: {}"})
    void whatTheApiServerWouldRefuseIsRefused(String rest) {
        assertThatThrownBy(() -> KubernetesYaml.resources("apiVersion: v1\nkind: Service\n" + rest + "\n"))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void anotherVersionOfAKindIsRefused() {
        assertThatThrownBy(() -> KubernetesYaml.resources("apiVersion: apps/v1beta1\nkind: Deployment\n"))
                .hasMessageContaining("apps/v1");
    }
}
