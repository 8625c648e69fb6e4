package com.kisum.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does a pod run as little as it may, begin when it can, and end without losing a request? */
final class RunningPodTest {
    private static final Map<String, String> OURS = Map.of("app.kubernetes.io/name", "gateway");

    /** Metaspace, compiled code, stacks, the collector's own, the AOT cache: what is neither heap nor buffers. */
    private static final long BESIDES = 400L << 20;

    static Stream<Installation> installations() {
        return Installation.all();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void everyPodMeetsTheRestrictedStandardAndMore(Installation installation) {
        assertThat(installation.pods()).isNotEmpty().allSatisfy(pod -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isGreaterThan(1_000);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            assertThat(pod.getHostNetwork()).isNull();
            assertThat(pod.getHostPID()).isNull();
            assertThat(pod.getVolumes()).allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
            assertThat(containers(pod)).allSatisfy(RunningPodTest::holdsNothing);
        });
    }

    private static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()).toList();
    }

    private static void holdsNothing(Container container) {
        var security = container.getSecurityContext();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getPrivileged()).isFalse();
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).isEmpty();
        assertThat(security.getRunAsUser()).isNull();
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits().get("memory"))
                .isEqualTo(container.getResources().getRequests().get("memory"));
        assertThat(container.getResources().getLimits()).doesNotContainKey("cpu");
        assertThat(container.getEnv()).allSatisfy(variable -> assertThat(variable.getValueFrom()).isNull());
    }

    @ParameterizedTest
    @MethodSource("installations")
    void theClusterItselfRefusesLess(Installation installation) {
        assertThat(installation.the(Namespace.class, "gateway").getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @ParameterizedTest
    @MethodSource("installations")
    void theJvmFindsAPlaceToWriteAndNothingElseIsWritable(Installation installation) {
        Map<String, Volume> volumes = installation.pod().getVolumes().stream()
                .collect(Collectors.toMap(Volume::getName, Function.identity()));
        Map<Boolean, List<VolumeMount>> mounts = installation.gateway().getVolumeMounts().stream()
                .collect(Collectors.partitioningBy(mount -> Boolean.TRUE.equals(mount.getReadOnly())));
        assertThat(mounts.get(false)).singleElement().satisfies(mount -> {
            assertThat(mount.getMountPath()).isEqualTo("/tmp");
            assertThat(volumes.get(mount.getName())).extracting(Volume::getEmptyDir).isNotNull();
        });
        assertThat(mounts.get(true)).isNotEmpty().allSatisfy(mount -> {
            assertThat(volumes).containsKey(mount.getName());
            // It would not see an edit, or a renewed certificate.
            assertThat(mount.getSubPath()).isNull();
        });
        assertThat(volumes).hasSize(installation.gateway().getVolumeMounts().size());
    }

    @ParameterizedTest
    @MethodSource("installations")
    void heapAndBuffersLeaveRoomBelowTheLimit(Installation installation) {
        String flags = installation.environment().getOrDefault("JDK_JAVA_OPTIONS", "");
        long limit = Quantity.getAmountInBytes(installation.gateway().getResources().getLimits().get("memory"))
                .longValueExact();
        long heap = limit * flag(flags, "MaxRAMPercentage=([0-9]+)") / 100;
        long buffers = flag(flags, "MaxDirectMemorySize=([0-9]+)m") << 20;
        assertThat(heap + buffers + BESIDES).isLessThanOrEqualTo(limit);
        assertThat(flag(flags, "ActiveProcessorCount=([0-9]+)")).isPositive();
    }

    private static long flag(String flags, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(flags);
        assertThat(found.find()).as("%s in %s", pattern, flags).isTrue();
        return Long.parseLong(found.group(1));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void portsAreTheApplications(Installation installation) {
        assertThat(installation.gateway().getPorts())
                .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
                .containsExactlyInAnyOrder(tuple("http", Application.port()),
                        tuple("management", Application.managementPort()));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void probesAskTheManagementPortWhatTheApplicationAnswersThere(Installation installation) {
        String liveness = Application.path("health", "liveness");
        asks(installation.gateway().getStartupProbe(), liveness);
        asks(installation.gateway().getLivenessProbe(), liveness);
        asks(installation.gateway().getReadinessProbe(), Application.path("health", "readiness"));
        Probe startup = installation.gateway().getStartupProbe();
        // The slowest start that was measured took 15 s.
        assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold()).isGreaterThanOrEqualTo(60);
    }

    private static void asks(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort()).isEqualTo(new IntOrString("management"));
        assertThat(probe.getTimeoutSeconds()).isBetween(1, probe.getPeriodSeconds());
    }

    @ParameterizedTest
    @MethodSource("installations")
    void thereIsTimeToSayGoodbyeAndToDrain(Installation installation) {
        long goodbye = installation.gateway().getLifecycle().getPreStop().getSleep().getSeconds();
        Probe readiness = installation.gateway().getReadinessProbe();
        assertThat(goodbye).isGreaterThan((long) readiness.getPeriodSeconds() * readiness.getFailureThreshold());
        // What is closed after the last request may take a few seconds more.
        assertThat(installation.pod().getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(goodbye + Application.drain().toSeconds() + 10);
    }

    @ParameterizedTest
    @MethodSource("installations")
    void aRollOutTakesNoReplicaAwayBeforeAnotherIsReady(Installation installation) {
        var spec = installation.deployment().getSpec();
        assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable()).isEqualTo(new IntOrString(0));
        assertThat(spec.getRevisionHistoryLimit()).isPositive();
        Probe startup = installation.gateway().getStartupProbe();
        assertThat(spec.getProgressDeadlineSeconds())
                .isGreaterThan(startup.getPeriodSeconds() * startup.getFailureThreshold());
    }

    @ParameterizedTest
    @MethodSource("installations")
    void replicasAreSpreadOverZonesAndNodes(Installation installation) {
        assertThat(installation.pod().getTopologySpreadConstraints())
                .extracting(TopologySpreadConstraint::getTopologyKey)
                .containsExactlyInAnyOrder("topology.kubernetes.io/zone", "kubernetes.io/hostname");
        assertThat(installation.pods()).flatExtracting(PodSpec::getTopologySpreadConstraints).isNotEmpty()
                .allSatisfy(spread -> assertThat(spread.getMaxSkew()).isEqualTo(1));
    }

    @Test
    void highAvailabilityKeepsItsZonesEvenByForce() {
        assumeThat(Kustomize.isHere()).as("Neither kustomize nor kubectl is on the PATH").isTrue();
        Installation installation = Installation.allRendered().filter(it -> it.name().equals("high-availability"))
                .findFirst().orElseThrow();
        assertThat(installation.pods()).hasSize(2)
                .allSatisfy(pod -> assertThat(pod.getTopologySpreadConstraints())
                        .filteredOn(spread -> spread.getTopologyKey().equals("topology.kubernetes.io/zone"))
                        .extracting(TopologySpreadConstraint::getWhenUnsatisfiable).containsExactly("DoNotSchedule"));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void theHpaAloneSaysHowManyAndIsSlowToTakeBack(Installation installation) {
        var hpa = installation.the(HorizontalPodAutoscaler.class, "gateway").getSpec();
        assertThat(installation.deployment().getSpec().getReplicas()).isNull();
        assertThat(hpa.getScaleTargetRef().getName()).isEqualTo("gateway");
        assertThat(hpa.getMinReplicas()).isGreaterThanOrEqualTo(3);
        assertThat(hpa.getMaxReplicas()).isGreaterThan(hpa.getMinReplicas());
        assertThat(hpa.getMetrics()).singleElement()
                .satisfies(metric -> assertThat(metric.getResource().getName()).isEqualTo("cpu"));
        assertThat(hpa.getBehavior().getScaleDown().getStabilizationWindowSeconds()).isGreaterThanOrEqualTo(300);
        assertThat(hpa.getBehavior().getScaleUp().getStabilizationWindowSeconds()).isBetween(1, 60);
        // As written, an overlay's patch of either has not taken effect.
        if (installation.rendered()) {
            assertThat(installation.settings()).containsEntry("GATEWAY_RATELIMITS_REPLICAS",
                    String.valueOf(hpa.getMinReplicas()));
        }
    }

    @ParameterizedTest
    @MethodSource("installations")
    void nodesCanBeEmptiedAndNotAllAtOnce(Installation installation) {
        assertThat(installation.every(PodDisruptionBudget.class)).isNotEmpty()
                .allSatisfy(budget -> assertThat(budget.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1)));
        assertThat(installation.the(PodDisruptionBudget.class, "gateway").getSpec().getSelector().getMatchLabels())
                .isEqualTo(OURS);
    }

    @ParameterizedTest
    @MethodSource("installations")
    void selectorsFindThePodsThatTheyMean(Installation installation) {
        Deployment deployment = installation.deployment();
        assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(OURS);
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).containsAllEntriesOf(OURS);
        for (String name : List.of("gateway", "gateway-management")) {
            assertThat(installation.the(Service.class, name).getSpec().getSelector()).isEqualTo(OURS);
        }
        assertThat(installation.the(Service.class, "gateway-management").getSpec().getPorts()).singleElement()
                .satisfies(port -> assertThat(port.getTargetPort()).isEqualTo(new IntOrString("management")));
        assertThat(installation.the(Service.class, "gateway").getSpec().getPorts()).singleElement()
                .satisfies(port -> assertThat(port.getTargetPort()).isEqualTo(new IntOrString("http")));
    }

    @Test
    void whoScrapesAsksWhereTheMetricsAre() {
        assertThat(monitor().getSpec().getPodMetricsEndpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getPath()).isEqualTo(Application.path("prometheus"));
            assertThat(endpoint.getPort()).isEqualTo("management");
        });
    }

    /** Every rule and every panel asks for that job; the operator's own name for it would be another. */
    @Test
    void theJobIsCalledAsRulesAndDashboardsCallIt() {
        Map<String, String> pod = Installation.written("redis-given").deployment().getSpec().getTemplate().getMetadata()
                .getLabels();
        assertThat(pod).containsAllEntriesOf(monitor().getSpec().getSelector().getMatchLabels())
                .containsEntry(monitor().getSpec().getJobLabel(), "gateway");
        assertThat(Installation.text(Installation.K8S.resolve("monitoring/prometheus/rules/serving.yml")))
                .contains("up{job=\"gateway\"}");
    }

    private static PodMonitor monitor() {
        return (PodMonitor) KubernetesYaml
                .resources(Installation.text(Installation.K8S.resolve("examples/podmonitor.yaml"))).getFirst();
    }
}
