package com.kisum.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What reaches the backend, and what never does? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PassingAndBreakingTest {
    private final ContractWorld world;

    PassingAndBreakingTest() throws IOException {
        world = ContractWorld.start(AnswerTable.read());
    }

    @BeforeEach
    void nothingSeenYet() {
        world.backend().forget();
    }

    @Test
    void shadowLetsPassAndWritesDownTheVerdict() throws Exception {
        Wire.Response response = world.send("GET /api/finance/trial/1", "cleo", "acme");
        assertThat(response.status()).isEqualTo(200);
        assertThat(world.backend().seen()).containsExactly("GET /api/finance/trial/1");
        JsonNode event = world.events().of(response.headers().getOrDefault("X-Request-Id", ""));
        assertThat(event.path("result").stringValue("")).isEqualTo("deny");
        assertThat(event.path("code").stringValue("")).isEqualTo("PERMISSION_MISSING");
        assertThat(event.path("mode").stringValue("")).isEqualTo("shadow");
        assertThat(event.path("status").intValue(0)).isEqualTo(200);
        assertThat(event.path("upstreamStatus").intValue(0)).isEqualTo(200);
    }

    @Test
    void shadowDoesNotLetPassWhoIsNotProven() throws Exception {
        assertThat(world.send("GET /api/finance/trial/1", "forger", "acme").status()).isEqualTo(401);
        assertThat(world.backend().seen()).isEmpty();
    }

    @Test
    void inGraceOneReadsAndDoesNotWrite() throws Exception {
        assertThat(world.send("GET /api/promoter/events/1", "gus", "gracia").status()).isEqualTo(200);
        assertThat(world.send("POST /api/promoter/events", "gus", "gracia").status()).isEqualTo(403);
        assertThat(world.backend().seen()).containsExactly("GET /api/promoter/events/1");
    }

    @Test
    void aStrippedPrefixIsNotSentOnAndTheRestIsVerbatim() throws Exception {
        assertThat(world.send("GET /outer/inner/a%20b?c=%2F&d", "nobody", null).status()).isEqualTo(200);
        assertThat(world.backend().seen()).containsExactly("GET /a%20b?c=%2F&d");
    }

    @Test
    void aBugWhileDecidingForwardsNothing() throws Exception {
        Wire.Response response = world.send("GET /auth/me", "bug", null);
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).contains("\"INTERNAL\"").doesNotContain("a bug, for the test");
        assertThat(world.backend().seen()).isEmpty();
    }

    @Test
    void anAuthenticatorThatSaysNothingForwardsNothing() throws Exception {
        Wire.Response response = world.send("GET /auth/me", "silence", null);
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).contains("\"INTERNAL\"");
        assertThat(world.backend().seen()).isEmpty();
    }

    @AfterAll
    void stop() {
        world.close();
    }
}
