package com.kisum.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kisum.gateway.GatewayApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Is an operator told of a variable that does nothing, and of no other? */
@ExtendWith(OutputCaptureExtension.class)
final class StrayVariablesTest {
    static Stream<String> keys() {
        return KnownSettings.all().stream().filter(setting -> !setting.isMap()).map(KnownSettings.Setting::key);
    }

    private static SystemEnvironmentPropertySource environment(Map<String, Object> variables) {
        return new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                variables);
    }

    /** What Spring makes of it is the truth; what we know of it has to be the same. */
    private static void assertSameAsSpring(String key, String variable) {
        boolean isRead = Objects.requireNonNull(ConfigurationPropertySource.from(environment(Map.of(variable, "x"))))
                .getConfigurationProperty(ConfigurationPropertyName.of(key)) != null;
        assertThat(KnownSettings.isVariable(variable)).as(variable).isEqualTo(isRead);
        assertThat(StrayVariables.mistakes(Set.of(variable), Set.of())).as(variable).hasSize(isRead ? 0 : 1);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void whateverSpringReadsIsKnownAndNothingElseIs(String key) {
        String dotted = key.replace('.', '_').toUpperCase(Locale.ROOT);
        assertSameAsSpring(key, dotted.replace("-", ""));
        assertSameAsSpring(key, dotted.replace('-', '_'));
        assertSameAsSpring(key, dotted.replace("-", "").toLowerCase(Locale.ROOT));
        assertSameAsSpring(key, dotted.replace("-", "") + "S");
        assertSameAsSpring(key, dotted.replaceFirst("-", "_").replace("-", ""));
    }

    @ParameterizedTest
    @CsvSource({"GATEWAY_CORE_INTERNAL_TOKEN_KEYFILE,write GATEWAY_CORE_INTERNALTOKEN_KEYFILE",
            "GATEWAY_AUTH_DATABASEHOST,write GATEWAY_AUTH_DATABASE_HOST",
            "GATEWAY_ACESS_PATIENCE,did you mean 'GATEWAY_ACCESS_PATIENCE'?",
            "GATEWAY_ACCESS_RELOAD_AFTR,did you mean 'GATEWAY_ACCESS_RELOADAFTER'?",
            "GATEWAY_AUTH_DATABASE_PASSWD,did you mean 'GATEWAY_AUTH_DATABASE_PASSWORD'?",
            "GATEWAY_AUTH_DATABSE_PORT,did you mean 'GATEWAY_AUTH_DATABASE_PORT'?",
            "GATEWAY_DATABASE_HOST,did you mean 'GATEWAY_AUTH_DATABASE_HOST'?",
            "GATEWAY_REDIS_URI_0,did you mean 'GATEWAY_REDIS_URI'?",
            "GATEWAY_START_SOMETHING_ELSE_ENTIRELY,one of: GATEWAY_START_PATIENCE"})
    void aMisspeltOneIsToldWithTheNearest(String variable, String expected) {
        assertThat(StrayVariables.mistakes(Set.of(variable, "GATEWAY_ROUTES"), Set.of())).singleElement().asString()
                .startsWith(variable + " is in the environment").contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GATEWAY_SERVICE_HOST", "GATEWAY_SERVICE_PORT", "GATEWAY_SERVICE_PORT_HTTP", "GATEWAY_PORT",
            "GATEWAY_PORT_8080_TCP", "GATEWAY_PORT_8080_TCP_PROTO", "GATEWAY_PORT_8080_TCP_PORT",
            "GATEWAY_PORT_53_UDP_ADDR",
            "GATEWAY_CONSOLE_SERVICE_HOST", "GATEWAY_CONSOLE_SERVICE_PORT", "GATEWAY_CONSOLE_PORT",
            "GATEWAY_CONSOLE_PORT_8080_TCP_ADDR", "GATEWAY_CORS_ALLOWEDORIGINS_0", "GATEWAY_CORS_ALLOWED_ORIGINS_11",
            "GATEWAY_ENVIRONMENT_FINANCE_URL", "GATEWAY_FINANCE_URL", "GATEWAYS_OTHER", "MY_GATEWAY_ROUTES", "PATH"})
    void whatIsSomebodyElsesIsNot(String variable) {
        Set<String> variables = new HashSet<>(List.of(variable, "GATEWAY_CONSOLE_SERVICE_HOST"));
        assertThat(StrayVariables.mistakes(variables, Set.of("GATEWAY_FINANCE_URL"))).isEmpty();
    }

    @Test
    void aPortOfNoServiceIsAMistakeLikeOthers() {
        assertThat(StrayVariables.mistakes(Set.of("GATEWAY_CONSOLE_PORT"), Set.of())).hasSize(1);
    }

    @Test
    void aStartThatFailsForWantOfTheRightOneHasToldOfTheWrongOne(@TempDir Path folder, CapturedOutput output)
            throws IOException {
        Path routes = Files.writeString(folder.resolve("routes.yml"), """
                version: 1
                backends: { echo: { url: "${GATEWAY_ECHO_URL:http://127.0.0.1:1}" } }
                routes: [ { id: hello, match: GET /hello, backend: echo, access: public } ]
                """);
        Map<String, Object> variables = Map.of("GATEWAY_AUTH_URI", "http://secret.test", "GATEWAY_ECHO_URL",
                "http://127.0.0.1:2", "GATEWAY_ACCESS_PATIENCE", "2s");
        assertThatThrownBy(() -> new SpringApplicationBuilder(GatewayApplication.class)
                .initializers(context -> context.getEnvironment().getPropertySources()
                        .replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment(variables)))
                .run("--logging.config=classpath:logback-spring.xml", "--server.port=0", "--management.server.port=0",
                        "--gateway.routes=" + routes)
                .close()).rootCause().hasMessageContaining("gateway.auth.url must be given");
        List<String> told = output.getAll().lines().filter(line -> line.contains("does nothing")).toList();
        assertThat(told).singleElement().asString().contains("WARN", "GATEWAY_AUTH_URI is in the environment",
                "did you mean 'GATEWAY_AUTH_URL'?");
        assertThat(output.getAll()).doesNotContain("secret.test");
    }
}
