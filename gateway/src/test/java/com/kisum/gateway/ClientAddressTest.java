package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a proxy and without one: which address counts, and which do backends hear of? No Redis is there, so one replica has all of a limit. */
class ClientAddressTest {
    private static final String LIMITED = "/limited";

    @TempDir
    static Path folder;

    private static RawBackend backend;
    private static RunningGateway behindProxies;
    private static RunningGateway behindOthers;
    private static RunningGateway onItsOwn;

    @BeforeAll
    static void start() throws IOException {
        backend = RawBackend.start();
        Path routes = Files.writeString(folder.resolve("routes.yml"), """
                version: 1
                modules: { promoter: { type: base } }
                backends: { raw: { url: "http://127.0.0.1:%d" } }
                routes:
                  - { id: open,    match: GET /open,    backend: raw, access: public }
                  - { id: limited, match: GET /limited, backend: raw, access: public, rateLimit: 2/h per address }
                """.formatted(backend.port()));
        behindProxies = running(routes, "--gateway.door.trusted-proxies=127.0.0.0/8,10.0.0.0/8");
        behindOthers = running(routes, "--gateway.door.trusted-proxies=127.0.0.1",
                "--gateway.door.forwarded-by=forwarded");
        // Where Spring would have everybody believed, and where an operator tells it to.
        onItsOwn = running(routes, "--spring.main.cloud-platform=kubernetes",
                "--server.forward-headers-strategy=native");
    }

    private static RunningGateway running(Path routes, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("--gateway.redis.uri=redis://127.0.0.1:1");
        return RunningGateway.start(routes, FakePorts.create(), settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws IOException {
        behindProxies.close();
        behindOthers.close();
        onItsOwn.close();
        backend.close();
    }

    @BeforeEach
    void theBackendIsWell() {
        backend.does(RawBackend.OK);
    }

    private static RawMessage answer(RunningGateway gateway, String target, String headers) throws IOException {
        try (RawClient client = RawClient.to(gateway.port())) {
            return client.send("GET " + target + " HTTP/1.1\r\nHost: api.kisum.test\r\n" + headers + "\r\n").answer();
        }
    }

    private static RawMessage arriving(RunningGateway gateway, String headers)
            throws IOException, InterruptedException {
        assertThat(answer(gateway, "/open", headers).status()).isEqualTo(200);
        return backend.saw();
    }

    private static List<Integer> statuses(RunningGateway gateway, String... headers) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (String header : headers) {
            statuses.add(answer(gateway, LIMITED, header + "\r\n").status());
        }
        return statuses;
    }

    @Test
    void backendsHearWhatTrustedProxiesSay() throws IOException, InterruptedException {
        RawMessage seen = arriving(behindProxies, """
                X-Forwarded-For: 6.6.6.6, 192.0.2.1\r
                X-Forwarded-For: 10.0.0.5\r
                X-Forwarded-Proto: https\r
                X-Forwarded-Host: shop.kisum.test\r
                X-Forwarded-Port: 443\r
                """);
        assertThat(seen.all("x-forwarded-for")).containsExactly("192.0.2.1, 10.0.0.5, 127.0.0.1");
        assertThat(seen.all("x-forwarded-proto")).containsExactly("https");
        assertThat(seen.all("x-forwarded-host")).containsExactly("shop.kisum.test");
        assertThat(seen.all("x-forwarded-port")).containsExactly("443");
    }

    @Test
    void whatTheyDoNotSayIsSaidAnew() throws IOException, InterruptedException {
        RawMessage seen = arriving(behindProxies, "X-Forwarded-For: 192.0.2.1\r\n");
        assertThat(seen.all("x-forwarded-for")).containsExactly("192.0.2.1, 127.0.0.1");
        assertThat(seen.all("x-forwarded-proto")).containsExactly("http");
        assertThat(seen.all("x-forwarded-host")).containsExactly("api.kisum.test");
        assertThat(seen.names()).doesNotContain("x-forwarded-port");
    }

    /** Only what says where the client is: a proxy that forgets to remove another passes on what a client has made up. */
    @Test
    void evenATrustedProxyPassesNothingElseOn() throws IOException, InterruptedException {
        RawMessage seen = arriving(behindProxies, """
                X-Forwarded-User: forged\r
                X-Forwarded-Prefix: /forged\r
                X-Forwarded-Client-Cert: forged\r
                Forwarded: for=forged\r
                X-Real-IP: forged\r
                X_Forwarded_For: forged\r
                X-Forwarded.Proto: forged\r
                """);
        assertThat(seen.headers()).noneMatch(field -> field.value().contains("forged"));
    }

    @Test
    void theOtherHeaderIsReadWhereItIsChosen() throws IOException, InterruptedException {
        RawMessage seen = arriving(behindOthers, """
                Forwarded: for=6.6.6.6, for="[2001:db8::1]:4711";proto=https;host=shop.kisum.test\r
                X-Forwarded-For: 6.6.6.6\r
                X-Forwarded-Proto: gopher\r
                X-Forwarded-Port: 70\r
                """);
        assertThat(seen.all("x-forwarded-for")).containsExactly("2001:db8::1, 127.0.0.1");
        assertThat(seen.all("x-forwarded-proto")).containsExactly("https");
        assertThat(seen.all("x-forwarded-host")).containsExactly("shop.kisum.test");
        assertThat(seen.names()).doesNotContain("forwarded", "x-forwarded-port");
    }

    @Test
    void whoIsNoProxyIsBelievedNothingWhateverThePlatform() throws IOException, InterruptedException {
        RawMessage seen = arriving(onItsOwn, """
                X-Forwarded-For: 6.6.6.6\r
                X-Forwarded-Proto: https\r
                X-Forwarded-Host: evil.test\r
                X-Forwarded-Port: 443\r
                Forwarded: for=6.6.6.6;proto=https;host=evil.test\r
                """);
        assertThat(seen.all("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(seen.all("x-forwarded-proto")).containsExactly("http");
        assertThat(seen.all("x-forwarded-host")).containsExactly("api.kisum.test");
        assertThat(seen.names()).doesNotContain("forwarded", "x-forwarded-port");
    }

    @Test
    void eachClientOfAProxyIsCountedByItself() throws IOException {
        assertThat(statuses(behindProxies, "X-Forwarded-For: 192.0.2.11", "X-Forwarded-For: 192.0.2.11",
                "X-Forwarded-For: 192.0.2.11", "X-Forwarded-For: 192.0.2.12")).containsExactly(200, 200, 429, 200);
    }

    @Test
    void aLieToTheLeftOpensNoOtherBucket() throws IOException {
        assertThat(statuses(behindProxies, "X-Forwarded-For: 192.0.2.21", "X-Forwarded-For: 6.6.6.1, 192.0.2.21",
                "X-Forwarded-For: 10.9.9.9, 192.0.2.21, 10.0.0.1", "X-Forwarded-For: 6.6.6.2, ::ffff:192.0.2.21"))
                .containsExactly(200, 200, 429, 429);
    }

    @Test
    void aNetworkOfIpv6IsOneClient() throws IOException {
        assertThat(statuses(behindProxies, "X-Forwarded-For: 2001:db8:1:2::1", "X-Forwarded-For: [2001:db8:1:2::2]:80",
                "X-Forwarded-For: 2001:db8:1:2:ffff::", "X-Forwarded-For: 2001:db8:1:3::1"))
                .containsExactly(200, 200, 429, 200);
    }

    @Test
    void withoutProxiesNobodyGetsABucketForSayingSomething() throws IOException {
        assertThat(statuses(onItsOwn, "X-Forwarded-For: 192.0.2.31", "Forwarded: for=192.0.2.32",
                "X-Forwarded-For: 192.0.2.33", "X-Real-IP: 192.0.2.34")).containsExactly(200, 200, 429, 429);
    }

    @Test
    void whoeverCannotBeToldApartSharesTheBucketOfTheirProxy() throws IOException {
        assertThat(statuses(behindOthers, "Forwarded: for=unknown", "Forwarded: for=\"", "Forwarded: for=_hidden",
                "Forwarded: for=192.0.2.41")).containsExactly(200, 200, 429, 200);
    }

    @Test
    void oneTooManyIsToldWhenToComeBack() throws IOException {
        statuses(behindProxies, "X-Forwarded-For: 192.0.2.51", "X-Forwarded-For: 192.0.2.51");
        RawMessage refused = answer(behindProxies, LIMITED, "X-Forwarded-For: 192.0.2.51\r\n");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("\"code\":\"RATE_LIMITED\"");
        assertThat(refused.all("retry-after")).singleElement().satisfies(
                seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1_700, 1_800));
    }
}
