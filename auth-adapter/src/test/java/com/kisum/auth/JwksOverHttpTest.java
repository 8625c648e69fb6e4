package com.kisum.auth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What does the gateway do with tokens while the key set is away, late, or not a key set? */
class JwksOverHttpTest {
    private static final StandInAuth AUTH = new StandInAuth();
    private static final TokenMint FIRST = TokenMint.of("key-1");
    private static final TokenMint SECOND = TokenMint.of("key-2");

    @BeforeAll
    static void warmUp() {
        FirstCalls.to(AUTH);
        AUTH.server().resetAll();
    }

    @AfterEach
    void reset() {
        AUTH.server().resetAll();
    }

    @AfterAll
    static void stop() {
        AUTH.close();
    }

    private static TokenVerdict verdict(AdapterUnderTest under, TokenMint mint) {
        Instant start = Instant.now();
        TokenVerdict verdict = Answers.to(under.adapter.authenticator().verify(mint.token(Map.of())));
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
        return verdict;
    }

    static Stream<Arguments> badDays() {
        String both = TokenMint.jwks(FIRST.jwk(""), SECOND.jwk(""));
        return Stream.of(Arguments.of("down", aResponse().withStatus(503)),
                Arguments.of("moved", StandInAuth.json(both).withStatus(302).withHeader("Location", "/elsewhere")),
                Arguments.of("slow", StandInAuth.slow(both)),
                Arguments.of("dribbling", StandInAuth.json(both).withChunkedDribbleDelay(20, 15_000)),
                Arguments.of("cut off", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
                Arguments.of("garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)),
                Arguments.of("not JSON", StandInAuth.json("<html>")),
                Arguments.of("no keys", StandInAuth.json("{\"keys\":[]}")),
                Arguments.of("another type", aResponse().withHeader("Content-Type", "text/html").withBody(both)),
                Arguments.of("a member twice", StandInAuth.json("{\"keys\":[],\"keys\":[" + SECOND.jwk("") + "]}")),
                Arguments.of("too large", StandInAuth.json(both + " ".repeat(64 << 10))), Arguments.of("too many keys",
                        StandInAuth.json(TokenMint.jwks(SECOND.jwk(""), ("{},".repeat(32) + "{}")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badDays")
    void knownKeysGoOnWorkingAndUnknownOnesAreNoRefusal(String day, ResponseDefinitionBuilder answer) {
        AUTH.keys(FIRST.jwks());
        try (AdapterUnderTest under = AdapterUnderTest.onHttp(AUTH.jwksUri(), AUTH.uri())) {
            assertThat(verdict(under, FIRST)).isInstanceOf(TokenVerdict.Genuine.class);
            AUTH.keys(answer);
            assertThat(verdict(under, SECOND)).as(day).isInstanceOf(TokenVerdict.KeysUnavailable.class);
            assertThat(verdict(under, FIRST)).isInstanceOf(TokenVerdict.Genuine.class);
            AUTH.keys(TokenMint.jwks(FIRST.jwk(""), SECOND.jwk("")));
            under.clock.pass(Duration.ofSeconds(3));
            assertThat(verdict(under, SECOND)).as("after the outage").isInstanceOf(TokenVerdict.Genuine.class);
        }
    }

    @Test
    void startsWithoutKeysAndFindsThemWhenTheyCome() {
        try (AdapterUnderTest under = AdapterUnderTest.onHttp(AUTH.jwksUri(), AUTH.uri())) {
            assertThat(verdict(under, FIRST)).isInstanceOf(TokenVerdict.KeysUnavailable.class);
            AUTH.keys(FIRST.jwks());
            under.clock.pass(Duration.ofSeconds(3));
            assertThat(verdict(under, FIRST)).isInstanceOf(TokenVerdict.Genuine.class);
        }
    }

    @Test
    void startsWithNobodyThere() {
        URI nobody = URI.create("http://127.0.0.1:" + TcpRelay.closedPort() + "/jwks");
        try (AdapterUnderTest under = AdapterUnderTest.onHttp(nobody, nobody)) {
            assertThat(verdict(under, FIRST)).isInstanceOf(TokenVerdict.KeysUnavailable.class);
        }
    }

    @Test
    void aRotationIsFollowedAtOnceAndInOneCall() {
        AUTH.keys(FIRST.jwks());
        try (AdapterUnderTest under = AdapterUnderTest.onHttp(AUTH.jwksUri(), AUTH.uri())) {
            assertThat(verdict(under, FIRST)).isInstanceOf(TokenVerdict.Genuine.class);
            AUTH.keys(SECOND.jwks());
            assertThat(verdict(under, SECOND)).isInstanceOf(TokenVerdict.Genuine.class);
            assertThat(AUTH.timesKeysWereAsked()).isEqualTo(2);
            assertThat(under.calls("jwks", "answered")).isEqualTo(2);
            assertThat(verdict(under, FIRST)).isEqualTo(new TokenVerdict.Invalid(TokenFault.UNKNOWN_KEY));
        }
    }

    @Test
    void aRotationIsFollowedAlthoughAStrangerHasJustMadeUpAKey() {
        AUTH.keys(FIRST.jwks());
        try (AdapterUnderTest under = AdapterUnderTest.onHttp(AUTH.jwksUri(), AUTH.uri())) {
            assertThat(verdict(under, FIRST)).isInstanceOf(TokenVerdict.Genuine.class);
            assertThat(verdict(under, TokenMint.of("made-up")))
                    .isEqualTo(new TokenVerdict.Invalid(TokenFault.UNKNOWN_KEY));
            AUTH.keys(SECOND.jwks());
            assertThat(verdict(under, SECOND)).isInstanceOf(TokenVerdict.Genuine.class);
            AUTH.breakDown();
            assertThat(verdict(under, TokenMint.of("made-up"))).isInstanceOf(TokenVerdict.KeysUnavailable.class);
        }
    }
}
