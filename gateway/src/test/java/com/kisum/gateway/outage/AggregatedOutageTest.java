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
import com.kisum.gateway.outage.OutageWorld.Person;
import com.kisum.gateway.outage.OutageWorld.Told;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What are clients told when access comes from Auth's own aggregation, and when that misbehaves? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AggregatedOutageTest {
    private static final String ACCESS = "/auth/me/access";

    private final OutageWorld world = OutageWorld.aggregated();

    /** Someone of whom nothing is held, after Auth was found to be well. */
    private Person newcomer() {
        Person before = world.newcomer();
        wellAgain(before);
        Person person = world.newcomer();
        auth(okJson(AggregatedAnswers.of(person)));
        return person;
    }

    private void wellAgain(Person person) {
        world.authIsWell();
        world.auth().stubFor(get("/moved").willReturn(okJson(AggregatedAnswers.of(person))));
        auth(okJson(AggregatedAnswers.of(person)));
        OutageWorld.becomes(() -> world.ask(person, "/api/expenses"), Told.FROM_THE_BACKEND);
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
        Person ada = newcomer();
        String token = world.tokenOf(ada);
        world.auth().resetRequests();
        world.backend().resetRequests();
        assertThat(world.askWith(token, ada.company(), "/api/expenses")).isEqualTo(Told.FROM_THE_BACKEND);
        assertThat(world.askWith(token, ada.company(), "/api/members")).isEqualTo(Told.FROM_THE_BACKEND);
        world.auth().verify(1, getRequestedFor(urlEqualTo(ACCESS))
                .withHeader("Authorization", equalTo("Bearer " + token)).withHeader("x-org", equalTo(ada.company())));
        assertThat(world.core().findAll(anyRequestedFor(anyUrl()))).isEmpty();
        world.backend().verify(2, anyRequestedFor(anyUrl()).withHeader("X-Kisum-Access-Version", equalTo("17.4"))
                .withHeader("X-Kisum-Membership", equalTo("m-" + ada.user())));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoAnswerIsAnOutageAndNeverARefusal(Misbehaviour misbehaviour) {
        Person ada = newcomer();
        auth(misbehaviour.response());
        assertThat(world.ask(ada, "/api/expenses")).isEqualTo(Told.ACCESS_UNAVAILABLE);
        assertThat(world.ask(ada, "/api/members")).isEqualTo(Told.ACCESS_UNAVAILABLE);
        assertThat(world.ask(ada, "/auth/me")).as("no company, no access").isEqualTo(Told.FROM_THE_BACKEND);
        assertThat(world.auth().findAll(getRequestedFor(urlEqualTo("/moved")))).as("redirects are not followed")
                .isEmpty();
        wellAgain(ada);
    }

    @Test
    void anAnswerAboutAnotherCompanyOrOfYesterdayIsAnOutage() {
        Person ada = newcomer();
        auth(okJson(AggregatedAnswers.of(ada).replace("\"" + ada.company() + "\"", "\"lumen\"")));
        assertThat(world.ask(ada, "/api/expenses")).isEqualTo(Told.ACCESS_UNAVAILABLE);
        auth(okJson(AggregatedAnswers.of(ada, Instant.now().minusSeconds(1))));
        assertThat(world.ask(ada, "/api/expenses")).isEqualTo(Told.ACCESS_UNAVAILABLE);
    }

    @Test
    void whatAuthSaysOfTheCallerIsBelieved() {
        Person ada = newcomer();
        auth(aResponse().withStatus(401));
        assertThat(world.ask(ada, "/api/expenses")).isEqualTo(Told.refused(401, "SESSION_REVOKED"));
        auth(aResponse().withStatus(403));
        assertThat(world.ask(ada, "/api/expenses")).isEqualTo(Told.refused(403, "NOT_A_MEMBER"));
    }

    @Test
    void sessionsAreReadFromTheDatabaseAllTheSame() {
        Person ada = newcomer();
        AuthDatabase.session("s-gone", ada.user(), "now() + interval '1 hour'", "now()");
        String loggedOut = world.tokenOf(ada, "s-gone");
        assertThat(world.askWith(loggedOut, ada.company(), "/auth/me")).isEqualTo(Told.refused(401, "SESSION_REVOKED"));
        assertThat(world.askWith(loggedOut, ada.company(), "/api/expenses"))
                .isEqualTo(Told.refused(401, "SESSION_REVOKED"));
    }
}
