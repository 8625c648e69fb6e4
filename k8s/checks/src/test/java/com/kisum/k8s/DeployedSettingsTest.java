package com.kisum.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.kisum.gateway.wiring.GatewaySettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Does everything that the manifests say mean something to the gateway, and do they say all that it needs? */
final class DeployedSettingsTest {
    private static final Path ROUTES = Installation.PROJECT.resolve("routes.yml");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+)");
    private static final String CONFIGTREE = "configtree:";

    /** What the JVM and the frame read. */
    private static final Set<String> OTHERS = Set.of("JDK_JAVA_OPTIONS", "SPRING_CONFIG_IMPORT");

    /** The files of the secret, as k8s/README.md has it made. */
    private static final Map<String, Object> SECRETS = Map.of("gateway.auth.database.password", "s",
            "gateway.core.secret", "s", "gateway.manage.secret", "s", "gateway.redis.password", "s",
            "gateway.redis.sentinel-password", "s");

    static Stream<Installation> installations() {
        return Installation.all();
    }

    /** As the application binds them: a name that is no setting's, and a value that is none of its type, are mistakes. */
    private static GatewaySettings bound(Map<String, String> environment, Map<String, Object> files) {
        Map<String, Object> ours = environment.entrySet().stream().filter(it -> it.getKey().startsWith("GATEWAY_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Binder binder = new Binder(List.of(
                ConfigurationPropertySources.from(new MapPropertySource("secrets", files)).iterator().next(),
                ConfigurationPropertySources
                        .from(new SystemEnvironmentPropertySource("deployed-systemEnvironment", ours)).iterator()
                        .next()),
                null, ApplicationConversionService.getSharedInstance());
        return binder.bind("gateway", Bindable.of(GatewaySettings.class),
                new NoUnboundElementsBindHandler(BindHandler.DEFAULT, _ -> true)).get();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void everyNameIsASettingAndEveryValueIsOneOfItsType(Installation installation) {
        GatewaySettings settings = bound(installation.environment(), SECRETS);
        assertThat(settings.auth()).isNotNull();
        assertThat(settings.core()).isNotNull();
        assertThat(settings.redis().uri()).doesNotContain("127.0.0.1");
    }

    @Test
    void aMisspeltNameIsNoticed() {
        Map<String, String> environment = new LinkedHashMap<>(Installation.written("redis-given").environment());
        environment.put("GATEWAY_REDIS_URL", "redis://redis:6379");
        assertThatThrownBy(() -> bound(environment, SECRETS)).rootCause().hasMessageContaining("redis.url");
    }

    @Test
    void aMisspeltSecretIsNoticed() {
        assertThatThrownBy(() -> bound(Map.of(), Map.of("gateway.core.secrets", "s"))).rootCause()
                .hasMessageContaining("core.secrets");
    }

    @ParameterizedTest
    @MethodSource("installations")
    void namesAreSettingsOrBackendsOfRoutesYml(Installation installation) {
        Set<String> backends = PLACEHOLDER.matcher(Installation.text(ROUTES)).results().map(it -> it.group(1))
                .collect(Collectors.toSet());
        // A backend that is not named would be sought at the sandbox's port.
        assertThat(installation.environment()).containsKeys(backends.toArray(String[]::new));
        assertThat(installation.environment().keySet().stream()
                .filter(Predicate.not(name -> name.startsWith("GATEWAY_") || OTHERS.contains(name))))
                .containsExactlyInAnyOrderElementsOf(backends);
    }

    @ParameterizedTest
    @MethodSource("installations")
    void noSecretIsInlined(Installation installation) {
        assertThat(installation.every(Secret.class)).isEmpty();
        assertThat(installation.environment().keySet()).noneMatch(name -> name.matches(".*(PASSWORD|SECRET|TOKEN)$"));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void whatTheGatewayReadsFromFilesIsMountedThere(Installation installation) {
        Map<String, Volume> volumes = installation.pod().getVolumes().stream()
                .collect(Collectors.toMap(Volume::getName, volume -> volume));
        String tree = installation.environment().getOrDefault("SPRING_CONFIG_IMPORT", "");
        assertThat(tree).startsWith(CONFIGTREE).endsWith("/");
        String secrets = mountOf(installation, tree.substring(CONFIGTREE.length()));
        assertThat(volumes).hasEntrySatisfying(secrets,
                volume -> assertThat(volume.getSecret().getSecretName()).isEqualTo("gateway-secrets"));
        for (String name : List.of("GATEWAY_ROUTES", "GATEWAY_TLS_CERTIFICATE", "GATEWAY_TLS_KEY")) {
            String file = installation.environment().get(name);
            if (file != null) {
                assertThat(volumes).containsKey(mountOf(installation, Path.of(file).getParent() + "/"));
            }
        }
        // The file in the ConfigMap is called as its key is.
        assertThat(installation.environment()).containsEntry("GATEWAY_ROUTES", "/etc/gateway/routes/routes.yml");
    }

    private static String mountOf(Installation installation, String folder) {
        return installation.gateway().getVolumeMounts().stream()
                .filter(mount -> folder.equals(mount.getMountPath() + "/")).map(VolumeMount::getName).findFirst()
                .orElseThrow(() -> new AssertionError("nothing is mounted at " + folder));
    }

    @Test
    void thePolicyThatShipsIsTheProjects() {
        assertThat(Installation.K8S.resolve("base/routes.yml")).as("cp routes.yml k8s/base/routes.yml")
                .hasSameTextualContentAs(ROUTES);
    }

    @Test
    void anEditOfPolicyOrSettingsIsARollOut() {
        assumeThat(Kustomize.isHere()).as("Neither kustomize nor kubectl is on the PATH").isTrue();
        Installation installation = Installation.allRendered().findFirst().orElseThrow();
        List<String> generated = installation.every(ConfigMap.class).stream().map(it -> it.getMetadata().getName())
                .toList();
        assertThat(generated).allMatch(name -> name.matches("gateway-(routes|settings)-[a-z0-9]{10}"));
        assertThat(installation.pod().getVolumes()).filteredOn(volume -> volume.getConfigMap() != null)
                .allSatisfy(volume -> assertThat(generated).contains(volume.getConfigMap().getName()));
        assertThat(installation.gateway().getEnvFrom())
                .allSatisfy(from -> assertThat(generated).contains(from.getConfigMapRef().getName()));
    }
}
