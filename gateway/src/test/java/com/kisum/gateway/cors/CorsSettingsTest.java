package com.kisum.gateway.cors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What holds of CORS when nothing is said, and what is an operator told who said something that cannot work? */
final class CorsSettingsTest {
    private static CorsSettings bound(Map<String, String> said) {
        return new Binder(new MapConfigurationPropertySource(said)).bindOrCreate("gateway.cors", CorsSettings.class);
    }

    @Test
    void everyDefaultIsPinned() {
        CorsSettings settings = bound(Map.of());
        assertThat(settings).isEqualTo(new CorsSettings(List.of(),
                List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
                List.of("Authorization", "Content-Type", "x-org", "X-Request-Id", "traceparent", "tracestate",
                        "baggage",
                        "Accept", "Accept-Language", "Cache-Control", "If-Match", "If-None-Match", "If-Modified-Since",
                        "If-Unmodified-Since", "Range", "Idempotency-Key", "Last-Event-ID", "X-Requested-With"),
                List.of(), false, Duration.ofHours(1)));
        assertThat(Cors.of(settings).isOn()).isFalse();
    }

    @Test
    void noOriginsAreNoConfiguration() {
        assertThat(Cors.of(bound(Map.of("gateway.cors.allowed-origins", ""))).isOn()).isFalse();
    }

    @Test
    void aListMayHaveSpaces() {
        assertThat(bound(Map.of("gateway.cors.allowed-origins", "https://a.test, https://b.test")).allowedOrigins())
                .containsExactly("https://a.test", "https://b.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.test", "http://localhost:3000", "http://127.0.0.1:5173", "http://[::1]:3000",
            "https://*.a.test", "https://*.a.test:8443", "http://*.localhost:3000", "https://xn--bcher-kva.test",
            "capacitor://localhost", "chrome-extension://abcdefghijklmnop", "https://a_b.test", "https://a.test:80",
            "*"})
    void isAnOrigin(String origin) {
        assertThat(Cors.of(bound(Map.of("gateway.cors.allowed-origins", origin))).isOn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"app.a.test|has no scheme; write https://app.a.test",
            "*.a.test|has no scheme; write https://*.a.test", "//a.test|has no scheme",
            "https://a.test/|goes on after host and port; write https://a.test",
            "https://a.test:8443/app|goes on after host and port; write https://a.test:8443",
            "https://App.a.test|has capitals, and browsers write origins without; write https://app.a.test",
            "https://a.test:443|has the usual port, which browsers leave out; write https://a.test",
            "http://a.test:80|has the usual port, which browsers leave out; write http://a.test",
            "https://a.test:99999|is not an origin", "https://user@a.test|is not an origin",
            "https://a.test.|is not an origin", "https://bücher.test|is not an origin; write scheme, host in ASCII",
            "https://|is not an origin", "https://a.test?x|is not an origin", "https://a b.test|is not an origin",
            "null|is what every sandboxed page and every file calls itself; write the origin of the page",
            "https://*|has a * in a place where it means nothing; write https://*.example.com",
            "https://a.*.test|has a * in a place where it means nothing",
            "https://*a.test|has a * in a place where it means nothing",
            "https://*.*.a.test|has a * in a place where it means nothing",
            "https://a.test:*|has a * in a place where it means nothing",
            "https://*.[::1]|has a * in a place where it means nothing",
            "https://*.com|is the page of everyone who has a name below .com; write the domain that is yours"})
    void isNone(String origin, String told) {
        assertThatThrownBy(() -> Cors.of(bound(Map.of("gateway.cors.allowed-origins", origin))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("gateway.cors.allowed-origins: " + origin + " ").hasMessageContaining(told);
    }

    @Test
    void everyoneStandsAlone() {
        assertThatThrownBy(() -> Cors.of(bound(Map.of("gateway.cors.allowed-origins", "*,https://a.test"))))
                .hasMessageContaining("write * alone, or the others without it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "allowed-methods|TRACE|no route takes TRACE; write some of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
            "allowed-methods|get|no route takes get", "allowed-methods|*|no route takes *",
            "allowed-headers|x org|x org is not a header's name", "allowed-headers|*,x-org|write * alone",
            "exposed-headers|ETag;|ETag; is not a header's name", "max-age|-1s|write a time from 0s to 1d",
            "max-age|2d|write a time from 0s to 1d"})
    void isAMistake(String key, String value, String told) {
        assertThatThrownBy(() -> Cors
                .of(bound(Map.of("gateway.cors.allowed-origins", "https://a.test", "gateway.cors." + key, value))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("gateway.cors." + key)
                .hasMessageContaining(told);
    }

    @Test
    void credentialsAreNotForEveryone() {
        assertThatThrownBy(() -> Cors.of(
                bound(Map.of("gateway.cors.allowed-origins", "*", "gateway.cors.allow-credentials", "true"))))
                .hasMessageContaining("write the origins that may, as in gateway.cors.allowed-origins=https://app");
        assertThatThrownBy(() -> Cors.of(bound(Map.of("gateway.cors.allowed-origins", "https://a.test",
                "gateway.cors.allow-credentials", "true", "gateway.cors.exposed-headers", "*"))))
                .hasMessageContaining("write the names");
    }

    @Test
    void noTimeAtAllIsATime() {
        assertThat(Cors.of(bound(Map.of("gateway.cors.allowed-origins", "*", "gateway.cors.max-age", "0s"))).isOn())
                .isTrue();
    }
}
