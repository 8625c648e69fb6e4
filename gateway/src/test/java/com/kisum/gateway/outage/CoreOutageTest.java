package com.kisum.gateway.outage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.outage.OutageWorld.Told;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What are clients told while Core misbehaves? That the system is at fault, if they are members; and all is well after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CoreOutageTest {
    private static final String ENTITLEMENTS = "/internal/companies/acme/entitlements";

    private final OutageWorld world = OutageWorld.composed();

    @BeforeEach
    void allIsWell() {
        world.wellAgain();
        OutageWorld.becomes(() -> world.ask("ada", "/api/expenses"), Told.FROM_THE_BACKEND);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource
    void whateverCoreAnswersItIsAnOutageForMembersOnly(Misbehaviour misbehaviour) {
        world.core().stubFor(get(ENTITLEMENTS).willReturn(misbehaviour.response()));
        assertAnOutageForMembersOnly();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void thatCoreRefusesUsSaysNothingAboutTheCaller(int status) {
        world.core().stubFor(get(ENTITLEMENTS).willReturn(aResponse().withStatus(status)));
        assertAnOutageForMembersOnly();
    }

    private void assertAnOutageForMembersOnly() {
        assertThat(world.ask("ada", "/api/expenses")).isEqualTo(Told.ACCESS_UNAVAILABLE);
        assertThat(world.ask("ada", "/api/members")).as("Core is not asked").isEqualTo(Told.FROM_THE_BACKEND);
        assertThat(world.ask("sam", "/api/expenses")).isEqualTo(Told.refused(403, "NOT_A_MEMBER"));
        assertThat(world.core().findAll(getRequestedFor(urlEqualTo("/moved")))).as("redirects are not followed")
                .isEmpty();
        world.wellAgain();
        OutageWorld.becomes(() -> world.ask("ada", "/api/expenses"), Told.FROM_THE_BACKEND);
    }
}
