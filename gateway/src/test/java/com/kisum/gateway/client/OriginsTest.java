package com.kisum.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose address is believed, whatever is said? Proxies are 10.0.0.0/8 and fd00::/8; clients are 192.0.2.x, and 6.6.6.6 is a lie. */
final class OriginsTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"));

    private static Origin origin(ForwardedBy dialect, String peer, HttpHeaders headers) {
        return new Origins(PROXIES, dialect).of(Objects.requireNonNull(IpAddress.parse(peer), peer), headers);
    }

    /** Lines of one header stand apart by {@code /}. */
    private static String hops(ForwardedBy dialect, String peer, String said) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String line : said.split("/", -1)) {
            headers.add(dialect.header(), line);
        }
        return origin(dialect, peer, headers).chain();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // who is no proxy says nothing
            "192.0.2.9 | 6.6.6.6 | 192.0.2.9", "192.0.2.9 | 6.6.6.6, 10.0.0.1 | 192.0.2.9",
            // one proxy, and what was left of its word
            "10.0.0.1 | 192.0.2.1 | 192.0.2.1, 10.0.0.1", "10.0.0.1 | 6.6.6.6, 192.0.2.1 | 192.0.2.1, 10.0.0.1",
            "10.0.0.1 | 10.0.0.9, 192.0.2.1 | 192.0.2.1, 10.0.0.1",
            // two proxies
            "10.0.0.2 | 192.0.2.1, 10.0.0.1 | 192.0.2.1, 10.0.0.1, 10.0.0.2",
            "10.0.0.2 | 6.6.6.6,192.0.2.1,10.0.0.1 | 192.0.2.1, 10.0.0.1, 10.0.0.2",
            // a request of a proxy itself
            "10.0.0.2 | 10.0.0.1 | 10.0.0.1, 10.0.0.2",
            // lines are one list
            "10.0.0.2 | 6.6.6.6/192.0.2.1/10.0.0.1 | 192.0.2.1, 10.0.0.1, 10.0.0.2",
            "10.0.0.2 | 6.6.6.6, 192.0.2.1/10.0.0.1 | 192.0.2.1, 10.0.0.1, 10.0.0.2",
            // ports, brackets, the other family, other ways of writing the same
            "10.0.0.1 | 192.0.2.1:4711 | 192.0.2.1, 10.0.0.1", "10.0.0.1 | [2001:DB8::1]:4711 | 2001:db8::1, 10.0.0.1",
            "10.0.0.1 | [2001:db8::1] | 2001:db8::1, 10.0.0.1", "10.0.0.1 | 2001:db8::1 | 2001:db8::1, 10.0.0.1",
            "fd00::1 | 2001:db8::1, fd00::2 | 2001:db8::1, fd00::2, fd00::1",
            "::ffff:10.0.0.1 | ::ffff:192.0.2.1 | 192.0.2.1, 10.0.0.1",
            "10.0.0.2 | 6.6.6.6, 192.0.2.1, ::ffff:10.0.0.1 | 192.0.2.1, 10.0.0.1, 10.0.0.2",
            "10.0.0.1 | \t192.0.2.1\t | 192.0.2.1, 10.0.0.1",
            // what is no address ends it: nothing left of it is believed
            "10.0.0.1 | unknown | 10.0.0.1", "10.0.0.1 | 6.6.6.6, unknown | 10.0.0.1",
            "10.0.0.1 | 6.6.6.6, _hidden | 10.0.0.1", "10.0.0.1 | 6.6.6.6, | 10.0.0.1", "10.0.0.1 | '' | 10.0.0.1",
            "10.0.0.1 | 6.6.6.6, , 10.0.0.3 | 10.0.0.3, 10.0.0.1", "10.0.0.1 | , 192.0.2.1 | 192.0.2.1, 10.0.0.1",
            "10.0.0.1 | 6.6.6.6/ | 10.0.0.1", "10.0.0.1 | 6.6.6.6, 192.0.2.1:99999999 | 10.0.0.1",
            "10.0.0.1 | 6.6.6.6, 192.0.2.1: | 10.0.0.1", "10.0.0.1 | 6.6.6.6, 192.0.2 | 10.0.0.1",
            "10.0.0.1 | 6.6.6.6, 192.0.2.01 | 10.0.0.1", "10.0.0.1 | 6.6.6.6, [192.0.2.1] | 10.0.0.1",
            "10.0.0.1 | 6.6.6.6, [2001:db8::1 | 10.0.0.1", "10.0.0.1 | 6.6.6.6, 2001:db8::1] | 10.0.0.1",
            "10.0.0.1 | 6.6.6.6, [2001:db8::1]x | 10.0.0.1", "10.0.0.1 | 6.6.6.6, fe80::1%eth0 | 10.0.0.1",
            "10.0.0.1 | 6.6.6.6, localhost | 10.0.0.1", "10.0.0.1 | 6.6.6.6; 192.0.2.1 | 10.0.0.1",
            "10.0.0.1 | 6.6.6.6, unix: | 10.0.0.1", "10.0.0.1 | 6.6.6.6, 3221225985 | 10.0.0.1",
            "10.0.0.1 | 6.6.6.6, 0xC0.0.2.1 | 10.0.0.1", "10.0.0.1 | 6.6.6.6, \"192.0.2.1\" | 10.0.0.1"})
    void byXForwardedFor(String peer, String said, String hops) {
        assertThat(hops(ForwardedBy.X_FORWARDED_FOR, peer, said)).isEqualTo(hops);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"192.0.2.9 | for=6.6.6.6 | 192.0.2.9",
            "10.0.0.1 | for=192.0.2.1 | 192.0.2.1, 10.0.0.1", "10.0.0.1 | For=\"192.0.2.1:80\" | 192.0.2.1, 10.0.0.1",
            "10.0.0.1 | for=\"[2001:db8::1]:80\";proto=https | 2001:db8::1, 10.0.0.1",
            "10.0.0.1 | by=10.0.0.1; for=192.0.2.1 ;ext=\"a b\" | 192.0.2.1, 10.0.0.1",
            "10.0.0.1 | for=\"192.0.2.1:_p\" | 192.0.2.1, 10.0.0.1",
            "10.0.0.2 | for=6.6.6.6, for=192.0.2.1/for=10.0.0.1;proto=http | 192.0.2.1, 10.0.0.1, 10.0.0.2",
            // what says nothing of an address
            "10.0.0.1 | for=6.6.6.6, for=unknown | 10.0.0.1", "10.0.0.1 | for=6.6.6.6, for=\"_gazonk\" | 10.0.0.1",
            "10.0.0.1 | for=6.6.6.6, proto=https | 10.0.0.1", "10.0.0.1 | for=6.6.6.6, | 10.0.0.1",
            "10.0.0.1 | for=6.6.6.6, 192.0.2.1 | 10.0.0.1", "10.0.0.1 | for=6.6.6.6, for= | 10.0.0.1",
            "10.0.0.1 | for=6.6.6.6, for=192.0.2.1;for=6.6.6.6 | 10.0.0.1",
            "10.0.0.1 | for=6.6.6.6, for=\"192.0.2.1 | 10.0.0.1",
            // a quote that the client has left open swallows nothing, and lets nothing in
            "10.0.0.1 | for=\"6.6.6.6, for=192.0.2.1 | 192.0.2.1, 10.0.0.1",
            "10.0.0.1 | for=6.6.6.6;by=\", for=192.0.2.1;x=y | 192.0.2.1, 10.0.0.1",
            "10.0.0.1 | for=192.0.2.1;host=\"a,for=6.6.6.6\" | 10.0.0.1",
            "10.0.0.1 | for=192.0.2.1;host=\"a,for=6.6.6.6;x=\" | 10.0.0.1",
            "10.0.0.1 | for=192.0.2.1;host=\"a\\\",for=6.6.6.6;x=\\\"\" | 10.0.0.1"})
    void byForwarded(String peer, String said, String hops) {
        assertThat(hops(ForwardedBy.FORWARDED, peer, said)).isEqualTo(hops);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Proto", "X-Forwarded-Host"})
    void theHeaderThatWasNotChosenIsNobodysWord(String header) {
        HttpHeaders said = new DefaultHttpHeaders().add(header,
                header.equals("Forwarded") ? "for=6.6.6.6" : "6.6.6.6");
        for (ForwardedBy dialect : ForwardedBy.values()) {
            if (!header.equals(dialect.header())) {
                assertThat(origin(dialect, "10.0.0.1", said).chain()).isEqualTo("10.0.0.1");
            }
        }
        assertThat(origin(ForwardedBy.FORWARDED, "10.0.0.1", said)).satisfies(origin -> {
            assertThat(origin.schemes()).isEmpty();
            assertThat(origin.hosts()).isEmpty();
        });
    }

    @Test
    void theFurthestTrustedProxySaysHowTheClientCame() {
        HttpHeaders headers = new DefaultHttpHeaders().add("Forwarded",
                "for=6.6.6.6;proto=ftp;host=evil.test, for=192.0.2.1;proto=https;host=\"api.kisum.test\","
                        + "for=10.0.0.1;proto=http;host=inner");
        Origin origin = origin(ForwardedBy.FORWARDED, "10.0.0.2", headers);
        assertThat(origin.chain()).isEqualTo("192.0.2.1, 10.0.0.1, 10.0.0.2");
        assertThat(origin.schemes()).containsExactly("https");
        assertThat(origin.hosts()).containsExactly("api.kisum.test");
        assertThat(origin(ForwardedBy.FORWARDED, "10.0.0.2",
                new DefaultHttpHeaders().add("Forwarded", "for=192.0.2.1;proto=\"ja va\";host=\"a b\"")))
                .satisfies(odd -> {
                    assertThat(odd.schemes()).isEmpty();
                    assertThat(odd.hosts()).isEmpty();
                });
    }

    /** Thousands of proxies that trust each other are one that lies; and whoever sends thousands of lies costs nothing. */
    @Test
    void theWorkIsBounded() {
        String many = "10.0.0.3,".repeat(100_000) + "10.0.0.3";
        HttpHeaders headers = new DefaultHttpHeaders().add("X-Forwarded-For", many);
        Origin origin = origin(ForwardedBy.X_FORWARDED_FOR, "10.0.0.2", headers);
        assertThat(origin.hops()).hasSize(32);
        long begun = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            assertThat(origin(ForwardedBy.X_FORWARDED_FOR, "10.0.0.2",
                    new DefaultHttpHeaders().add("X-Forwarded-For", many + ",192.0.2.1")).hops()).hasSize(2);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1,192.0.2.1", "::ffff:192.0.2.1,192.0.2.1", "2001:db8:1:2:3:4:5:6,2001:db8:1:2::",
            "2001:db8:1:2::,2001:db8:1:2::", "::1,::"})
    void aClientOfIpv6IsTheNetworkThatItWasGiven(String address, String site) {
        assertThat(Objects.requireNonNull(IpAddress.parse(address)).site()).isEqualTo(site);
    }

    @Test
    void whoHasGoneAlreadyIsSomebodyAllTheSame() {
        assertThat(Origin.UNKNOWN.client().site()).isEqualTo("0.0.0.0");
    }
}
