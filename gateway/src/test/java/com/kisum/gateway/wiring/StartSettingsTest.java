package com.kisum.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kisum.gateway.GatewayApplication;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Which settings stop a start, and what does the operator read then? The real adapters are opened here, and reach nobody. */
@ExtendWith(OutputCaptureExtension.class)
final class StartSettingsTest {
    private static final List<String> AUTH = List.of("--gateway.auth.url=http://127.0.0.1:1",
            "--gateway.auth.issuer=auth", "--gateway.auth.audience=kisum");
    private static final List<String> DATABASE = List.of("--gateway.auth.database.name=auth",
            "--gateway.auth.database.user=gateway", "--gateway.auth.database.password=x");
    private static final List<String> CORE = List.of("--gateway.core.url=http://127.0.0.1:1",
            "--gateway.core.secret=x");

    @SafeVarargs
    private static AbstractThrowableAssert<?, ? extends Throwable> assertStart(List<String>... settings) {
        List<String> arguments = new ArrayList<>(List.of("--logging.config=classpath:logback-spring.xml",
                "--server.port=0", "--management.server.port=0", "--gateway.start.patience=1s",
                "--gateway.environment[BACKEND_URL]=http://127.0.0.1:1", "--gateway.routes=" + routes()));
        for (List<String> some : settings) {
            arguments.addAll(some);
        }
        return assertThatThrownBy(() -> new SpringApplicationBuilder(GatewayApplication.class)
                .run(arguments.toArray(String[]::new)).close()).rootCause();
    }

    private static Path routes() {
        try {
            return Path.of(Objects.requireNonNull(StartSettingsTest.class.getResource("/outage/routes.yml")).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertMistake(AbstractThrowableAssert<?, ? extends Throwable> start, String message) {
        start.isInstanceOf(SettingMistake.class).hasMessageContaining(message);
    }

    @Test
    void whatMustBeGivenIsNamed() {
        assertMistake(assertStart(), "gateway.auth.url must be given (in the environment: GATEWAY_AUTH_URL)");
        assertMistake(assertStart(AUTH, CORE), "gateway.auth.database.name must be given");
        assertMistake(assertStart(AUTH, DATABASE), "gateway.core.url must be given");
        assertMistake(assertStart(AUTH, DATABASE, List.of("--gateway.core.url=http://127.0.0.1:1")),
                "Core must know us by exactly one of");
    }

    @Test
    void aggregatedAccessNeedsTheDatabaseForSessionsAndNoCore() {
        List<String> aggregated = List.of("--gateway.access.source=aggregated");
        assertMistake(assertStart(AUTH, aggregated), "gateway.auth.database.name must be given");
    }

    @Test
    void anAccessSourceThatIsNoneIsTold() {
        assertStart(AUTH, DATABASE, CORE, List.of("--gateway.access.source=aggregate"))
                .hasMessageContaining("aggregate");
    }

    @Test
    void timesThatContradictEachOtherAreTold() {
        assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.access.reload-after=4s")),
                "gateway.access: max-staleness (PT5S) must not be longer than reload-after (PT4S)");
        assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.access.max-staleness=2s")),
                "gateway.access: patience (PT2.5S) must not be longer than max-staleness (PT2S)");
        assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.core.max-concurrent=64")),
                "gateway.core.max-concurrent (64) must not be smaller than gateway.access.most-loads (200)");
    }

    @Test
    void theFramesOwnCorsIsNotReadAndSaysSo() {
        assertMistake(assertStart(AUTH, DATABASE, CORE, List.of(
                "--spring.cloud.gateway.server.webflux.globalcors.cors-configurations.[/**].allowed-origins=https://a.test")),
                "globalcors is not read here; write gateway.cors.allowed-origins=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:6379", "redis://", "redis://a:port", "redis-sentinel://a,b",
            "redis://a,http://b",
            "redis://a redis://b", ""})
    void anAddressOfRedisThatIsNoneIsTold(String uri) {
        assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.redis.uri=" + uri)), "gateway.redis:");
    }

    /** What the start had begun ends with it: Auth is being asked for its keys, and Redis dialled, when a setting is found to be wrong. */
    @Test
    void whatAStartBeganEndsWithIt(CapturedOutput output) {
        for (int i = 0; i < 5; i++) {
            assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.redis.uri=redis://a:port")),
                    "gateway.redis:");
            assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.access.max-staleness=2s")),
                    "gateway.access:");
        }
        assertThat(output.getAll()).doesNotContain("onErrorDropped", "RejectedExecutionException");
    }

    @Test
    void whatCannotBeAKeysPrefixIsTold() {
        assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.redis.prefix={kisum}")),
                "gateway.redis: the prefix of Redis' keys");
    }

    @Test
    void whatAnAdapterRefusesIsToldWithItsKey() {
        assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.core.max-concurrent=0")),
                "gateway.core: concurrent calls to Core are from 1");
        assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.auth.database.tls=verified")),
                "gateway.auth: database.host: must be the name");
        assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.auth.database.tls=verified",
                "--gateway.auth.database.host=db", "--gateway.auth.database.ca-file=absent.pem")),
                "absent.pem cannot be read");
        assertMistake(assertStart(AUTH, DATABASE, CORE, List.of("--gateway.redis.uri=http://127.0.0.1:1")),
                "gateway.redis:");
    }
}
