package com.kisum.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
    @Test
    void theDefaultsAreThese() {
        RedisSettings settings = RedisSettings.at("redis://127.0.0.1:6379");

        assertThat(settings).isEqualTo(new RedisSettings(List.of("redis://127.0.0.1:6379"), false, null, null, null, "",
                Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofHours(24),
                Duration.ofMillis(200), RedisSettings.Replicas.AUTO, 256));
        assertThat(settings.probeTimeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://redis", "redis://redis:6379", "rediss://redis.example:6380", "redis://[::1]:6379",
            "redis-sentinel://s1,s2:26380,s3#access", "rediss-sentinel://s1#access"})
    void theseAreAddresses(String uri) {
        assertThat(RedisSettings.at(uri).uris()).containsExactly(uri);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"http://redis | is no address of Redis: write redis://",
            "redis | is no address of Redis", "'' | is no address of Redis",
            "redis-socket:///tmp/redis | no address of Redis",
            "redis://user:word@redis | set user and password", "redis://redis:6379/3 | set a prefix",
            "redis-sentinel://s1,s2 | write which one after #"})
    void whatIsNoAddressIsRefusedAndSaysWhatToWrite(String uri, String said) {
        assertThatIllegalArgumentException().isThrownBy(() -> RedisSettings.at(uri)).withMessageContaining(said)
                .withMessageNotContaining("word@");
    }

    @Test
    void sentinelsAreOneUriAndNoCluster() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> RedisSettings.at("redis-sentinel://s1#access", "redis-sentinel://s2#access"))
                .withMessageContaining("one URI that lists the sentinels");
        assertThatIllegalArgumentException().isThrownBy(RedisSettings::at).withMessageContaining("no address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kisum:", "kisum", "a.b-c_d:", ""})
    void thesePrefixesStandBeforeKeys(String prefix) {
        assertThat(RedisSettings.at("redis://redis").withPrefix(prefix).prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{kisum}", "a b", "*", ":", "~", "ä", "a\n"})
    void thesePrefixesDoNot(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> RedisSettings.at("redis://redis").withPrefix(prefix))
                .withMessageContaining("such as kisum:");
    }

    @Test
    void timesAreTimes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSettings.at("redis://redis").withHeartbeat(Duration.ZERO))
                .withMessage("heartbeat of Redis is a time of 1ms or more, not PT0S");
    }

    @Test
    void aPasswordDoesNotShow() {
        RedisSettings plain = RedisSettings.at("redis://redis");
        RedisSettings settings = new RedisSettings(plain.uris(), false, "gateway", Secret.of("sesame"),
                Secret.of("open"), "", plain.connectTimeout(), plain.commandTimeout(), plain.heartbeat(),
                plain.pointerLife(), plain.waitForReplica(), plain.replicas(), plain.maxConcurrent());

        assertThat(settings.toString()).doesNotContain("sesame").doesNotContain("open").contains("(hidden)");
    }
}
