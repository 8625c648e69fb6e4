package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.contract.DecisionEvents;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Is CORS the backends' own affair where nobody configured it here? */
final class CorsOffTest {
    private static final String ASKS = "Origin: https://app.kisum.test\r\nAccess-Control-Request-Method: DELETE\r\n";

    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();
    private static DecisionEvents events;

    @BeforeAll
    static void start() throws IOException {
        events = DecisionEvents.listen();
    }

    @AfterAll
    static void stop() throws IOException {
        events.close();
    }

    private static RawMessage options(String target, String headers) throws IOException {
        try (RawClient client = gateway.client()) {
            return client.send(ProxyUnderTest.request("OPTIONS", target, headers)).answer();
        }
    }

    @Test
    void aPreflightIsRoutedLikeAnyOptions() throws IOException, InterruptedException {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: https://app.kisum.test\r\n"
                + "Access-Control-Allow-Methods: DELETE\r\nVary: Origin\r\nContent-Length: 0\r\n\r\n");
        RawMessage answer = options("/open/a", ASKS + "X-Request-Id: routed\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.all("access-control-allow-origin")).containsExactly("https://app.kisum.test");
        assertThat(answer.all("access-control-allow-methods")).containsExactly("DELETE");
        assertThat(answer.all("vary")).containsExactly("Origin");
        RawMessage seen = gateway.backend.saw();
        assertThat(seen.startLine()).isEqualTo("OPTIONS /open/a HTTP/1.1");
        assertThat(seen.all("access-control-request-method")).containsExactly("DELETE");
        JsonNode event = events.of("routed");
        assertThat(event.path("route").stringValue("")).isEqualTo("open");
        assertThat(event.path("upstreamStatus").intValue(0)).isEqualTo(200);
    }

    @Test
    void aPreflightNeedsWhatItsRouteNeeds() throws IOException, InterruptedException {
        RawMessage answer = options("/me/a", ASKS + "X-Request-Id: without-token\r\n");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("\"code\":\"TOKEN_MISSING\"");
        assertThat(answer.names()).noneMatch(name -> name.startsWith("access-control-")).doesNotContain("vary");
        assertThat(gateway.backend.seenSoFar()).isZero();
        assertThat(events.of("without-token").path("code").stringValue("")).isEqualTo("TOKEN_MISSING");
    }

    @Test
    void aPreflightToNowhereIsANotFoundOfOurs() throws IOException, InterruptedException {
        assertThat(options("/nowhere", ASKS + "X-Request-Id: nowhere\r\n").text()).contains("\"code\":\"NO_ROUTE\"");
        assertThat(events.of("nowhere").path("status").intValue(0)).isEqualTo(404);
    }

    @Test
    void whatABackendSaysOfOriginsPasses() throws IOException {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 0\r\n\r\n");
        RawMessage answer = gateway.get("/open/a", "Origin: https://app.kisum.test\r\n");
        assertThat(answer.all("access-control-allow-origin")).containsExactly("*");
        assertThat(answer.all("vary")).isEmpty();
    }
}
