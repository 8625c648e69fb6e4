package com.kisum.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kisum.gateway.GatewayApplication;
import com.kisum.gateway.client.ForwardedBy;
import com.kisum.gateway.proxy.ProxySettings;
import com.kisum.gateway.proxy.StreamSettings;
import com.kisum.gateway.redis.RedisSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

/** What holds when nothing is said, and what does an operator read who said something that cannot hold? */
@ExtendWith(OutputCaptureExtension.class)
final class SettingsTest {
    private static GatewaySettings bound(Map<String, String> said) {
        return new Binder(new MapConfigurationPropertySource(said)).bindOrCreate("gateway", GatewaySettings.class);
    }

    @Test
    void everyDefaultIsPinned() {
        GatewaySettings settings = bound(Map.of());
        assertThat(settings.routes()).isEqualTo(Path.of("routes.yml"));
        assertThat(settings.environment()).isEmpty();
        assertThat(settings.auth()).isNull();
        assertThat(settings.core()).isNull();
        assertThat(settings.access()).isEqualTo(new GatewaySettings.Access(GatewaySettings.AccessSource.COMPOSED,
                Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofMillis(2500), 200,
                10_000, 200_000, 200_000, 20));
        assertThat(settings.start()).isEqualTo(new GatewaySettings.Start(Duration.ofSeconds(5)));
        assertThat(settings.redis()).isEqualTo(new GatewaySettings.Redis("redis://127.0.0.1:6379", false, null, null,
                null, "", Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofHours(24),
                Duration.ofMillis(200), RedisSettings.Replicas.AUTO, 256));
        assertThat(settings.manage()).isEqualTo(new GatewaySettings.Manage(null));
        assertThat(settings.door()).isEqualTo(new GatewaySettings.Door(DataSize.ofKilobytes(8),
                DataSize.ofKilobytes(8), DataSize.ofKilobytes(32), Duration.ofSeconds(10), Duration.ofSeconds(60),
                DataSize.ofBytes(240), Duration.ofSeconds(20), Duration.ofMinutes(5), List.of(),
                ForwardedBy.X_FORWARDED_FOR));
        assertThat(settings.rateLimits()).isEqualTo(new GatewaySettings.RateLimits(1, 100_000));
        assertThat(settings.proxy()).isEqualTo(new ProxySettings(256, 1024, Duration.ofSeconds(1),
                Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(1)));
        assertThat(settings.streams()).isEqualTo(new StreamSettings(4096, Duration.ofMinutes(5)));
        assertThat(settings.tls()).isEqualTo(new GatewaySettings.Tls(null, null, null, null,
                List.of("TLSv1.3", "TLSv1.2")));
        assertThat(settings.http2()).isEqualTo(new GatewaySettings.Http2(true, false, 100));
        assertThat(settings.cors().allowedOrigins()).as("and the rest in CorsSettingsTest").isEmpty();
    }

    @Test
    void whatIsNotSaidOfAuthAndCoreIsPinnedToo() {
        GatewaySettings settings = bound(Map.of("gateway.auth.url", "http://auth", "gateway.auth.database.name", "a",
                "gateway.core.url", "http://core"));
        assertThat(settings.auth()).isNotNull()
                .satisfies(auth -> assertThat(auth.keys()).hasToString("http://auth/.well-known/jwks.json"))
                .extracting(GatewaySettings.Auth::database).isEqualTo(new GatewaySettings.Database("127.0.0.1", 5432,
                        "a", null, null, com.kisum.auth.DatabaseTls.PREFERRED, null, 10, 200, Duration.ofMillis(1500),
                        Duration.ofSeconds(1)));
        assertThat(settings.core()).isNotNull().satisfies(core -> {
            assertThat(core.timeout()).isEqualTo(Duration.ofSeconds(2));
            assertThat(core.maxConcurrent()).isEqualTo(200);
            assertThat(core.secret()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({"gateway.proxy.max-connections,0", "gateway.proxy.max-connections,-1", "gateway.proxy.max-concurrent,0",
            "gateway.proxy.acquire-timeout,0s", "gateway.proxy.connect-timeout,-1s", "gateway.proxy.idle-timeout,0s",
            "gateway.door.request-line,0B", "gateway.door.one-header,-1B", "gateway.door.all-headers,0B",
            "gateway.door.all-headers,1GB", "gateway.door.one-header,64KB", "gateway.door.head-timeout,0s",
            "gateway.door.idle-timeout,-5s", "gateway.door.body-rate,0B", "gateway.door.body-span,0s",
            "gateway.door.stall-timeout,0s",
            "gateway.door.idle-timeout,10000d", "gateway.start.patience,0s",
            "gateway.access.timeout,0s", "gateway.access.reload-after,0s", "gateway.access.max-staleness,-5s",
            "gateway.access.patience,0s", "gateway.access.most-loads,0", "gateway.access.most-companies,0",
            "gateway.access.most-members,-1", "gateway.access.most-sessions,0", "gateway.access.cold-lookups,0",
            "gateway.access.reload-after,2d", "gateway.redis.connect-timeout,0s", "gateway.redis.command-timeout,-1ms",
            "gateway.redis.heartbeat,0s", "gateway.redis.pointer-life,0h", "gateway.redis.wait-for-replica,0ms",
            "gateway.redis.max-concurrent,0", "gateway.redis.replicas,some", "gateway.access.max-stalenes,1s",
            "gateway.proxy.max-connections,many", "gateway.door.idle-timeout,soon", "gateway.door.all-headers,large",
            "gateway.rate-limits.replicas,0", "gateway.rate-limits.most-buckets,0",
            "gateway.door.trusted-proxies,loadbalancer", "gateway.door.trusted-proxies,10.0.0.5/8",
            "gateway.door.trusted-proxies,0.0.0.0/0", "gateway.door.forwarded-by,x-real-ip",
            "gateway.proxy.max-conections,1", "gateway.surprise,1", "gateway.streams.most,0",
            "gateway.streams.idle-timeout,0s",
            "gateway.http2.max-streams,0", "gateway.tls.protocols,SSLv3", "gateway.tls.certificat,a",
            "gateway.cors.allowed-origins,https://a.test/", "gateway.cors.allowed-origin,https://a.test"})
    void aBoundThatBoundsNothingStopsTheStartWithOneMessage(String key, String value, CapturedOutput output) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(GatewayApplication.class)
                .run("--logging.config=classpath:logback-spring.xml", "--server.port=0", "--management.server.port=0",
                        "--" + key + "=" + value)
                .close());
        String said = output.getAll();
        assertThat(said).contains(key).contains("APPLICATION FAILED TO START");
        assertThat(said.split("APPLICATION FAILED TO START", -1)).as("one message").hasSize(2);
        assertThat(said).doesNotContain("stack_trace").doesNotContainPattern("\\\\n\\\\tat |\\n\\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gateway.door.onHeader|gateway.door, did you mean 'one-header'?",
            "gateway.door.all-header|gateway.door, did you mean 'all-headers'?",
            "gateway.acess.patience|gateway, did you mean 'access'?",
            "gateway.redis.surprise|gateway.redis, one of: cluster, command-timeout,",
            "gateway.auth.database.pool|gateway.auth.database, one of: acquire-timeout,",
            "gateway.start.patience.most|gateway.start.patience is one, and has no parts"})
    void aKeyThatIsNoneIsToldWithWhatMayHaveBeenMeant(String key, String expected, CapturedOutput output) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(GatewayApplication.class)
                .run("--logging.config=classpath:logback-spring.xml", "--server.port=0", "--management.server.port=0",
                        "--" + key + "=5s")
                .close());
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START", expected, " is no setting",
                "commandLineArgs").doesNotContain("Bindable");
    }
}
