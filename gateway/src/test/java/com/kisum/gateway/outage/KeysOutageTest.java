package com.kisum.gateway.outage;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.auth.TokenMint;
import com.kisum.gateway.outage.OutageWorld.Person;
import com.kisum.gateway.outage.OutageWorld.Told;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What are clients told while Auth's keys cannot be read? Known keys go on; of an unknown one it is not said that it is bad. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeysOutageTest {
    private final OutageWorld world = OutageWorld.composed();

    @AfterAll
    void stop() {
        world.close();
    }

    /** Once: it takes seconds until the keys may be asked for again. What else counts as no key set, auth-adapter's tests know. */
    @Test
    void anUnknownKeyIsOurOutageAndKnownOnesGoOn() {
        Person ada = world.stranger();
        TokenMint rotated = TokenMint.of("k2");
        String signedAnew = OutageWorld.tokenOf(ada, rotated);
        world.auth().stubFor(get(OutageWorld.JWKS).willReturn(Misbehaviour.RESET.response()));
        OutageWorld.becomes(() -> world.askWith(signedAnew, ada.company(), "/auth/me"), Told.KEYS_UNAVAILABLE);
        assertThat(world.ask(ada, "/auth/me")).isEqualTo(Told.FROM_THE_BACKEND);
        world.auth().stubFor(get(OutageWorld.JWKS).willReturn(okJson(TokenMint.jwks(
                TokenMint.of("k1").jwk(",\"use\":\"sig\",\"alg\":\"RS256\""),
                rotated.jwk(",\"use\":\"sig\",\"alg\":\"RS256\"")))));
        OutageWorld.becomes(() -> world.askWith(signedAnew, ada.company(), "/auth/me"), Told.FROM_THE_BACKEND);
    }
}
