package com.kisum.gateway.outage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.kisum.auth.AuthDatabase;
import com.kisum.gateway.outage.OutageWorld.Told;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What are clients told when access comes from Auth's own aggregation, and when that misbehaves? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AggregatedOutageTest {
    private static final String ACCESS = "/auth/me/access";

    private final OutageWorld world = OutageWorld.aggregated();

    @BeforeEach
    void allIsWell() {
        wellAgain();
    }

    private void wellAgain() {
        world.wellAgain();
        auth(okJson(AggregatedAnswers.of("ada")));
        OutageWorld.becomes(() -> world.ask("ada", "/api/expenses"), Told.FROM_THE_BACKEND);
    }

    private void auth(ResponseDefinitionBuilder answer) {
        world.auth().stubFor(get(ACCESS).willReturn(answer));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void authIsAskedWithTheCallersOwnTokenAndCoreIsNot() {
        String token = world.tokenOf("ada");
        world.auth().resetRequests();
        world.backend().resetRequests();
        assertThat(world.askWith(token, "/api/expenses")).isEqualTo(Told.FROM_THE_BACKEND);
        world.auth().verify(1,
                getRequestedFor(urlEqualTo(ACCESS)).withHeader("Authorization", equalTo("Bearer " + token))
                        .withHeader("x-org", equalTo("acme")));
        assertThat(world.core().findAll(anyRequestedFor(anyUrl()))).isEmpty();
        world.backend().verify(anyRequestedFor(anyUrl()).withHeader("X-Kisum-Access-Version", equalTo("17.4"))
                .withHeader("X-Kisum-Membership", equalTo("m-ada")));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoAnswerIsAnOutageAndNeverARefusal(Misbehaviour misbehaviour) {
        auth(misbehaviour.response());
        assertThat(world.ask("ada", "/api/expenses")).isEqualTo(Told.ACCESS_UNAVAILABLE);
        assertThat(world.ask("ada", "/api/members")).isEqualTo(Told.ACCESS_UNAVAILABLE);
        assertThat(world.ask("ada", "/auth/me")).as("no company, no access").isEqualTo(Told.FROM_THE_BACKEND);
        assertThat(world.auth().findAll(getRequestedFor(urlEqualTo("/moved")))).as("redirects are not followed")
                .isEmpty();
        wellAgain();
    }

    @Test
    void anAnswerAboutAnotherCompanyOrOfYesterdayIsAnOutage() {
        auth(okJson(AggregatedAnswers.of("ada").replace("acme", "lumen")));
        assertThat(world.ask("ada", "/api/expenses")).isEqualTo(Told.ACCESS_UNAVAILABLE);
        auth(okJson(AggregatedAnswers.of("ada", Instant.now().minusSeconds(1))));
        assertThat(world.ask("ada", "/api/expenses")).isEqualTo(Told.ACCESS_UNAVAILABLE);
    }

    @Test
    void whatAuthSaysOfTheCallerIsBelieved() {
        auth(aResponse().withStatus(401));
        assertThat(world.ask("ada", "/api/expenses")).isEqualTo(Told.refused(401, "SESSION_REVOKED"));
        auth(aResponse().withStatus(403));
        assertThat(world.ask("ada", "/api/expenses")).isEqualTo(Told.refused(403, "NOT_A_MEMBER"));
    }

    @Test
    void sessionsAreReadFromTheDatabaseAllTheSame() {
        AuthDatabase.session("s-gone", "ada", "now() + interval '1 hour'", "now()");
        String loggedOut = world.tokenOf("ada", "s-gone");
        assertThat(world.askWith(loggedOut, "/auth/me")).isEqualTo(Told.refused(401, "SESSION_REVOKED"));
        assertThat(world.askWith(loggedOut, "/api/expenses")).isEqualTo(Told.refused(401, "SESSION_REVOKED"));
    }
}
