package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Does the authenticator judge by every claim, by the clock, and by the keys as they are now? */
class JwtAuthenticatorTest {
    private final TokenMint mint = TokenMint.of("key-1");
    private final SettableClock clock = new SettableClock(AuthenticatorContract.NOW);
    private final AtomicReference<String> jwks = new AtomicReference<>(mint.jwks());
    private final JwksKeys keys = new JwksKeys(
            () -> Mono.fromSupplier(() -> new KeySetReader(32).read(jwks.get().getBytes(StandardCharsets.UTF_8))),
            KeySettings.defaults(), clock, Schedulers.parallel());
    private final Authenticator authenticator = new JwtAuthenticator(keys,
            AdapterUnderTest.settings(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:1"),
                    AdapterUnderTest.database(1)),
            clock);

    private TokenVerdict verdict(Map<String, String> changes) {
        return Answers.to(authenticator.verify(mint.token(changes)));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            iss          | ``                   | CLAIMS
            iss          | 7                    | CLAIMS
            iss          | ["a"]                | CLAIMS
            iss          | "https://auth.other" | ISSUER
            aud          | ``                   | CLAIMS
            aud          | {"kisum":true}       | CLAIMS
            aud          | "kisu"               | AUDIENCE
            aud          | ["kisum2",7]         | AUDIENCE
            aud          | []                   | AUDIENCE
            exp          | ``                   | CLAIMS
            exp          | "9999999999"         | CLAIMS
            exp          | -1                   | CLAIMS
            exp          | 0                    | CLAIMS
            exp          | null                 | CLAIMS
            exp          | true                 | CLAIMS
            exp          | 1767225600000        | CLAIMS
            exp          | 1e400                | CLAIMS
            exp          | 99999999999999999999 | CLAIMS
            nbf          | ``                   | CLAIMS
            nbf          | "1"                  | CLAIMS
            nbf          | 1767229999           | NOT_YET_VALID
            sub          | ``                   | CLAIMS
            sub          | "u:ada"              | CLAIMS
            sub          | 7                    | CLAIMS
            sub          | ""                   | CLAIMS
            sessionId    | ``                   | CLAIMS
            sessionId    | ["s-1"]              | CLAIMS
            sessionId    | ""                   | CLAIMS
            tokenVersion | ``                   | CLAIMS
            tokenVersion | "3"                  | CLAIMS
            tokenVersion | -1                   | CLAIMS
            tokenVersion | 3.0                  | CLAIMS
            tokenVersion | 9007199254740992     | CLAIMS
            tokenVersion | null                 | CLAIMS
            """)
    void refusesAClaimThatIsMissingOrWrong(String claim, String value, TokenFault fault) {
        assertThat(verdict(Map.of(claim, value))).isEqualTo(new TokenVerdict.Invalid(fault));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            aud          | ["other","kisum"]
            tokenVersion | 0
            tokenVersion | 9007199254740991
            nbf          | 1767225600.25
            nbf          | 1
            jti          | "anything"
            """)
    void takesWhatIsInOrder(String claim, String value) {
        assertThat(verdict(Map.of(claim, value))).isInstanceOf(TokenVerdict.Genuine.class);
    }

    @Test
    void allowsForTheSkewAndNoMore() {
        long now = AuthenticatorContract.NOW.getEpochSecond();
        assertThat(verdict(Map.of("exp", Long.toString(now - 29)))).isInstanceOf(TokenVerdict.Genuine.class);
        assertThat(verdict(Map.of("exp", Long.toString(now - 30)))).isEqualTo(new TokenVerdict.Expired());
        assertThat(verdict(Map.of("nbf", Long.toString(now + 30)))).isInstanceOf(TokenVerdict.Genuine.class);
        assertThat(verdict(Map.of("nbf", Long.toString(now + 31))))
                .isEqualTo(new TokenVerdict.Invalid(TokenFault.NOT_YET_VALID));
    }

    @Test
    void aRememberedTokenExpiresAllTheSame() {
        String token = mint.token(Map.of());
        assertThat(Answers.to(authenticator.verify(token))).isInstanceOf(TokenVerdict.Genuine.class);
        clock.pass(Duration.ofSeconds(930));
        assertThat(Answers.to(authenticator.verify(token))).isEqualTo(new TokenVerdict.Expired());
    }

    @Test
    void aRememberedTokenIsForgottenWithItsKey() {
        String token = mint.token(Map.of("exp", "1767300000"));
        assertThat(Answers.to(authenticator.verify(token))).isInstanceOf(TokenVerdict.Genuine.class);
        jwks.set(TokenMint.of("key-2").jwks());
        clock.pass(Duration.ofMinutes(5));
        assertThat(Answers.to(authenticator.verify(token))).as("the look that starts the refresh or one after it")
                .isNotNull();
        assertThat(Answers.to(authenticator.verify(token)))
                .isEqualTo(new TokenVerdict.Invalid(TokenFault.UNKNOWN_KEY));
    }

    @Test
    void aRememberedTokenIsVerifiedAgainWhenItsKeyWasReplacedUnderTheSameName() {
        String token = mint.token(Map.of("exp", "1767300000"));
        assertThat(Answers.to(authenticator.verify(token))).isInstanceOf(TokenVerdict.Genuine.class);
        jwks.set(TokenMint.of("key-1", "another", 2048).jwks());
        clock.pass(Duration.ofMinutes(5));
        Answers.to(authenticator.verify(token));
        assertThat(Answers.to(authenticator.verify(token)))
                .isEqualTo(new TokenVerdict.Invalid(TokenFault.SIGNATURE));
    }

    @Test
    void aTokenNotYetValidIsTakenOnceItIs() {
        String token = mint.token(Map.of("nbf", "1767225700"));
        assertThat(Answers.to(authenticator.verify(token)))
                .isEqualTo(new TokenVerdict.Invalid(TokenFault.NOT_YET_VALID));
        clock.pass(Duration.ofSeconds(100));
        assertThat(Answers.to(authenticator.verify(token))).isInstanceOf(TokenVerdict.Genuine.class);
    }

    @Test
    void judgesATokenByAKnownKeyWithoutLeavingTheThread() {
        String token = mint.token(Map.of());
        Answers.to(authenticator.verify(token));
        assertThat(authenticator.verify(token).map(_ -> Thread.currentThread()).toFuture().getNow(new Thread()))
                .isSameAs(Thread.currentThread());
    }

    @Test
    void aHeaderLineLongerThanTheBoundIsNoToken() {
        String token = mint.token(Map.of("filler", "\"" + "x".repeat(8 << 10) + "\""));
        assertThat(Answers.to(authenticator.verify(token)))
                .isEqualTo(new TokenVerdict.Invalid(TokenFault.NOT_A_TOKEN));
    }
}
