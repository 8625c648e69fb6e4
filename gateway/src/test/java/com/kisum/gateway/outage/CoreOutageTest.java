package com.kisum.gateway.outage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.kisum.gateway.outage.OutageWorld.Person;
import com.kisum.gateway.outage.OutageWorld.Told;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What are clients told while Core misbehaves? That the system is at fault, if they are members; and all is well after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CoreOutageTest {
    private final OutageWorld world = OutageWorld.composed();

    @AfterAll
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource
    void whateverCoreAnswersItIsAnOutageForMembersOnly(Misbehaviour misbehaviour) {
        assertAnOutageForMembersOnly(misbehaviour.response());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void thatCoreRefusesUsSaysNothingAboutTheCaller(int status) {
        assertAnOutageForMembersOnly(aResponse().withStatus(status));
    }

    private void assertAnOutageForMembersOnly(ResponseDefinitionBuilder answer) {
        Person before = world.newcomer();
        world.coreIsWell(before);
        OutageWorld.becomes(() -> world.ask(before, "/api/expenses"), Told.FROM_THE_BACKEND);

        Person member = world.newcomer();
        world.coreIsWell(member);
        world.core().stubFor(get(OutageWorld.entitlements(member)).willReturn(answer));
        assertThat(world.ask(member, "/api/expenses")).isEqualTo(Told.ACCESS_UNAVAILABLE);
        assertThat(world.ask(member, "/api/members")).as("Core is not asked").isEqualTo(Told.FROM_THE_BACKEND);
        assertThat(world.ask(world.stranger(), "/api/expenses")).isEqualTo(Told.refused(403, "NOT_A_MEMBER"));
        assertThat(world.ask(before, "/api/expenses")).as("what is held").isEqualTo(Told.FROM_THE_BACKEND);
        assertThat(world.core().findAll(getRequestedFor(urlEqualTo("/moved")))).as("redirects are not followed")
                .isEmpty();
        world.coreIsWell(member);
        OutageWorld.becomes(() -> world.ask(member, "/api/expenses"), Told.FROM_THE_BACKEND);
    }
}
