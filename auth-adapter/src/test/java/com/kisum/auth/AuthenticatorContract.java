package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What everyone may rely on who asks whose token this is. */
abstract class AuthenticatorContract {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TokenVerdict.Genuine ADA = new TokenVerdict.Genuine(new UserId("u-ada"),
            new SessionId("s-1"), 3, NOW.plusSeconds(900));

    abstract Authenticator authenticator();

    abstract String tokenOf(TokenVerdict.Genuine genuine);

    /** A token that was genuine until {@code expiresAt}. */
    abstract String tokenThatExpired(Instant expiresAt);

    abstract String tokenByAStranger();

    abstract void keysCannotBeAsked();

    @Test
    void aGenuineTokenSaysWhoseItIs() {
        assertThat(Answers.to(authenticator().verify(tokenOf(ADA)))).isEqualTo(ADA);
    }

    @Test
    void aTokenSeenAgainSaysTheSame() {
        String token = tokenOf(ADA);
        assertThat(Answers.to(authenticator().verify(token))).isEqualTo(ADA);
        assertThat(Answers.to(authenticator().verify(token))).isEqualTo(ADA);
    }

    @Test
    void anExpiredTokenIsToldFromAnInvalidOne() {
        assertThat(Answers.to(authenticator().verify(tokenThatExpired(NOW.minusSeconds(600)))))
                .isEqualTo(new TokenVerdict.Expired());
    }

    @Test
    void aStrangersTokenIsInvalid() {
        assertThat(Answers.to(authenticator().verify(tokenByAStranger())))
                .isEqualTo(new TokenVerdict.Invalid(TokenFault.UNKNOWN_KEY));
    }

    @Test
    void aStrangersTokenIsNotCalledInvalidWhileTheKeysCannotBeAsked() {
        keysCannotBeAsked();
        assertThat(Answers.to(authenticator().verify(tokenByAStranger())))
                .isInstanceOf(TokenVerdict.KeysUnavailable.class);
    }

    @Test
    void knownTokensGoOnWorkingWhileTheKeysCannotBeAsked() {
        String token = tokenOf(ADA);
        assertThat(Answers.to(authenticator().verify(token))).isEqualTo(ADA);
        keysCannotBeAsked();
        assertThat(Answers.to(authenticator().verify(token))).isEqualTo(ADA);
    }
}
