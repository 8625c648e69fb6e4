package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to pages where every page may read the answers, and ask with whatever header it likes? */
final class CorsForEveryoneTest {
    private static final String ANYONE = "Origin: https://anyone.test\r\n";
    private static final String ASKS = "Access-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: ";

    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.cors.allowed-origins=*",
            "--gateway.cors.allowed-headers=*",
            "--gateway.cors.exposed-headers=*");

    private static RawMessage preflight(String headers) throws IOException {
        try (RawClient client = gateway.client()) {
            return client.send(ProxyUnderTest.request("OPTIONS", "/me/a", headers)).head();
        }
    }

    @Test
    void theAnswerIsTheSameForAllAndVariesByNobody() throws IOException {
        for (String origin : new String[]{ANYONE, "Origin: null\r\n", ""}) {
            RawMessage answer = gateway.get("/open/a", origin);
            assertThat(answer.all("access-control-allow-origin")).containsExactly("*");
            assertThat(answer.all("access-control-expose-headers"))
                    .containsExactly("X-Request-Id, Retry-After, WWW-Authenticate, *");
            assertThat(answer.names()).doesNotContain("vary", "access-control-allow-credentials");
            assertThat(gateway.get("/me/a", origin).all("access-control-allow-origin")).containsExactly("*");
        }
    }

    @Test
    void soIsThatToAHeadThatIsTooLarge() throws IOException {
        assertThat(gateway.get("/open/" + "a".repeat(9_000), "").all("access-control-allow-origin"))
                .containsExactly("*");
    }

    @Test
    void aPreflightIsAllowedWhatItAsksFor() throws IOException {
        RawMessage answer = preflight(ANYONE + ASKS + "authorization, x-anything\r\n"
                + "Access-Control-Request-Headers: x-more\r\n");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.all("access-control-allow-origin")).containsExactly("*");
        assertThat(answer.all("access-control-allow-headers")).containsExactly("authorization, x-anything, x-more");
        assertThat(answer.all("access-control-allow-methods"))
                .containsExactly("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        assertThat(answer.all("access-control-max-age")).containsExactly("3600");
        assertThat(answer.all("vary"))
                .containsExactly("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>", "a b", "a,,b", "a, \"b\"", ","})
    void whatIsNoListOfNamesIsNotRepeated(String names) throws IOException {
        RawMessage answer = preflight(ANYONE + ASKS + names + "\r\n");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.names()).doesNotContain("access-control-allow-headers");
    }

    @Test
    void aLongListIsRepeatedToo() throws IOException {
        String names = "x,".repeat(3_500) + "x";
        assertThat(preflight(ANYONE + ASKS + names + "\r\n").all("access-control-allow-headers"))
                .containsExactly(names);
    }
}
