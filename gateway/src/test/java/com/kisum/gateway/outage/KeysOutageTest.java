package com.kisum.gateway.outage;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.auth.TokenMint;
import com.kisum.gateway.outage.OutageWorld.Told;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What are clients told while Auth's keys cannot be read? Known keys go on; of an unknown one it is not said that it is bad. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeysOutageTest {
    private final OutageWorld world = OutageWorld.composed();

    @AfterAll
    void stop() {
        world.close();
    }

    /** Each needs three seconds until the keys may be asked for again, so not all of them. */
    @ParameterizedTest
    @EnumSource(names = {"ERROR", "GARBAGE", "RESET"})
    void anUnknownKeyIsOurOutageAndKnownOnesGoOn(Misbehaviour misbehaviour) {
        TokenMint rotated = TokenMint.of("k-" + misbehaviour);
        String signedAnew = OutageWorld.tokenOf("ada", rotated);
        world.auth().stubFor(get(OutageWorld.JWKS).willReturn(misbehaviour.response()));
        OutageWorld.becomes(() -> world.askWith(signedAnew, "/auth/me"), Told.KEYS_UNAVAILABLE);
        assertThat(world.ask("ada", "/auth/me")).isEqualTo(Told.FROM_THE_BACKEND);
        world.auth().stubFor(get(OutageWorld.JWKS).willReturn(okJson(TokenMint.jwks(
                TokenMint.of("k1").jwk(",\"use\":\"sig\",\"alg\":\"RS256\""),
                rotated.jwk(",\"use\":\"sig\",\"alg\":\"RS256\"")))));
        OutageWorld.becomes(() -> world.askWith(signedAnew, "/auth/me"), Told.FROM_THE_BACKEND);
    }
}
