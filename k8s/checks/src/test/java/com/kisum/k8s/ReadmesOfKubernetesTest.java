package com.kisum.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Can what the readmes say to type be typed? As far as that goes without a cluster: what is applied is rendered, what is named is there. */
final class ReadmesOfKubernetesTest {
    private static final List<Path> READMES = List.of(Installation.PROJECT.resolve("README.md"),
            Installation.K8S.resolve("README.md"), Installation.K8S.resolve("monitoring/RUNBOOK.md"));
    private static final Pattern APPLIED = Pattern.compile("kubectl (?:diff|apply) +-k (k8s/\\S+)");
    private static final Pattern FILE = Pattern.compile("kubectl apply -f (k8s/\\S+)");
    private static final Pattern ROLLED_OUT = Pattern.compile("rollout (?:status|undo|restart) ([a-z]+)/([a-z-]+)");

    private static Stream<MatchResult> all(Pattern pattern) {
        return READMES.stream().flatMap(readme -> pattern.matcher(Installation.text(readme)).results());
    }

    static Stream<String> applied() {
        return all(APPLIED).map(found -> found.group(1)).distinct();
    }

    static Stream<String> files() {
        return all(FILE).map(found -> found.group(1)).distinct();
    }

    static Stream<MatchResult> rolledOut() {
        return all(ROLLED_OUT);
    }

    @ParameterizedTest
    @MethodSource("applied")
    void whatIsAppliedRenders(String folder) {
        assertThat(Installation.PROJECT.resolve(folder)).isDirectory();
        assumeThat(Kustomize.isHere()).as("Neither kustomize nor kubectl is on the PATH").isTrue();
        assertThat(KubernetesYaml.resources(Kustomize.render(Installation.PROJECT.resolve(folder)))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatIsAppliedByItselfIsThere(String file) {
        assertThat(KubernetesYaml.resources(Installation.text(Installation.PROJECT.resolve(file)))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("rolledOut")
    void whatIsRolledOutIsCalledSo(MatchResult named) {
        assertThat(Installation.written("high-availability").resources()).anyMatch(
                resource -> resource.getKind().equalsIgnoreCase(named.group(1))
                        && resource.getMetadata().getName().equals(named.group(2)));
    }
}
