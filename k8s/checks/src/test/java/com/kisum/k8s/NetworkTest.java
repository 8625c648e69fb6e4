package com.kisum.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who can reach the gateway, and can it reach everyone that its settings name, and nobody else? */
final class NetworkTest {
    private static final Map<String, String> GATEWAY = Map.of("app.kubernetes.io/name", "gateway");
    private static final Pattern SERVERS = Pattern.compile("rediss?(?:-sentinel)?://([^#]+).*");

    /** A place that the settings name. */
    record Neighbour(String host, int port) {
        String name() {
            return host.contains(".") ? host.substring(0, host.indexOf('.')) : host;
        }

        String namespace() {
            return host.contains(".") ? host.substring(host.indexOf('.') + 1) : "gateway";
        }
    }

    static Stream<Installation> installations() {
        return Installation.all();
    }

    private static List<NetworkPolicy> ours(Installation installation) {
        return installation.every(NetworkPolicy.class).stream()
                .filter(policy -> GATEWAY.equals(policy.getSpec().getPodSelector().getMatchLabels())).toList();
    }

    private static List<NetworkPolicyEgressRule> ways(Installation installation) {
        return ours(installation).stream().flatMap(policy -> policy.getSpec().getEgress().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void whatIsNotAllowedIsClosedBothWays(Installation installation) {
        var closed = installation.the(NetworkPolicy.class, "gateway-closed").getSpec();
        assertThat(closed.getPodSelector().getMatchLabels()).isEqualTo(GATEWAY);
        assertThat(closed.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(closed.getIngress()).isEmpty();
        assertThat(closed.getEgress()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void everyRuleSaysWhomAndWhere(Installation installation) {
        // A rule without a peer is everybody, one without a port is every port.
        assertThat(ways(installation)).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.getTo()).isNotEmpty();
            assertThat(rule.getPorts()).isNotEmpty();
        });
        assertThat(ours(installation)).flatExtracting(policy -> policy.getSpec().getIngress()).isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(rule.getFrom()).isNotEmpty();
                    assertThat(rule.getPorts()).isNotEmpty();
                });
    }

    @ParameterizedTest
    @MethodSource("installations")
    void clientsReachTheirPortOnlyAndManagementIsForThoseWhoAreNamed(Installation installation) {
        Map<String, Set<NetworkPolicyPeer>> byPort = Stream.of("http", "management")
                .collect(Collectors.toMap(port -> port, port -> ours(installation).stream()
                        .flatMap(policy -> policy.getSpec().getIngress().stream()).filter(rule -> opens(rule, port))
                        .flatMap(rule -> rule.getFrom().stream()).collect(Collectors.toSet())));
        assertThat(installation.gateway().getPorts()).extracting(ContainerPort::getName)
                .containsExactlyInAnyOrderElementsOf(byPort.keySet());
        assertThat(byPort.get("http")).hasSize(1);
        assertThat(byPort.get("management")).hasSize(2).allSatisfy(peer -> {
            assertThat(peer.getNamespaceSelector()).isNotNull();
            assertThat(peer.getPodSelector()).isNotNull();
        });
    }

    private static boolean opens(NetworkPolicyIngressRule rule, String port) {
        return rule.getPorts().stream().anyMatch(each -> each.getPort().equals(new IntOrString(port)));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void thereIsAWayToEveryoneWhomTheSettingsName(Installation installation) {
        assertThat(neighbours(installation.settings())).hasSizeGreaterThan(10).allSatisfy(
                neighbour -> assertThat(ways(installation)).as(neighbour.toString())
                        .anyMatch(way -> leads(way, neighbour)));
    }

    private static Stream<Neighbour> neighbours(Map<String, String> settings) {
        Stream<Neighbour> urls = settings.entrySet().stream().filter(it -> it.getKey().endsWith("_URL"))
                .map(it -> URI.create(it.getValue())).map(url -> new Neighbour(url.getHost(), url.getPort()));
        Stream<Neighbour> redis = SERVERS.matcher(settings.get("GATEWAY_REDIS_URI")).results()
                .flatMap(found -> Stream.of(found.group(1).split(",", -1))).map(server -> server.split(":", -1))
                .map(server -> new Neighbour(server[0], Integer.parseInt(server[1])));
        return Stream.of(urls, redis, Stream.of(new Neighbour(settings.getOrDefault("GATEWAY_AUTH_DATABASE_HOST", ""),
                Integer.parseInt(settings.get("GATEWAY_AUTH_DATABASE_PORT"))))).flatMap(it -> it);
    }

    private static boolean leads(NetworkPolicyEgressRule way, Neighbour neighbour) {
        return way.getPorts().stream().anyMatch(port -> port.getPort().equals(new IntOrString(neighbour.port)))
                && way.getTo().stream().anyMatch(peer -> isAt(peer, neighbour));
    }

    private static boolean isAt(NetworkPolicyPeer peer, Neighbour neighbour) {
        if (neighbour.host.endsWith(".example.com")) {
            return peer.getIpBlock() != null;
        }
        if (neighbour.host.endsWith(".gateway-redis")) {
            return peer.getNamespaceSelector() == null && names(peer.getPodSelector(), "gateway-redis");
        }
        return peer.getNamespaceSelector() != null
                && neighbour.namespace().equals(
                        peer.getNamespaceSelector().getMatchLabels().get("kubernetes.io/metadata.name"))
                && (names(peer.getPodSelector(), neighbour.name())
                        || peer.getPodSelector().getMatchLabels().containsKey("kisum.com/behind-the-gateway"));
    }

    private static boolean names(LabelSelector selector, String name) {
        return name.equals(selector.getMatchLabels().get("app.kubernetes.io/name"));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void namesCanBeResolved(Installation installation) {
        assertThat(ways(installation)).anySatisfy(way -> assertThat(way.getPorts())
                .extracting(port -> port.getProtocol() + port.getPort().getIntVal())
                .containsExactlyInAnyOrder("UDP53", "TCP53"));
    }
}
