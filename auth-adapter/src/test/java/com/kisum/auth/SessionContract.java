package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What everyone may rely on who asks whether a session lives. */
abstract class SessionContract {
    private static final SessionId SESSION = new SessionId("s-contract");
    private static final Instant ENDS_AT = Instant.parse("2100-02-03T04:05:06.789Z");
    private static final UserId ADA = new UserId("u-ada");

    abstract SessionSource sessions();

    abstract void login(SessionId session, UserId user, Instant endsAt);

    private void login(SessionId session, UserId user) {
        login(session, user, ENDS_AT);
    }

    abstract void logout(SessionId session);

    abstract void breakDown();

    @Test
    void aLiveSessionNamesItsUserAndItsEnd() {
        login(SESSION, ADA);
        assertThat(Answers.to(sessions().session(SESSION))).isEqualTo(new SessionAnswer.Live(ADA, ENDS_AT));
    }

    @Test
    void aSessionThatWasEndedStaysEnded() {
        login(SESSION, ADA);
        logout(SESSION);
        assertThat(Answers.to(sessions().session(SESSION))).isEqualTo(new SessionAnswer.Ended());
    }

    @Test
    void aSessionThatNeverWasIsEnded() {
        assertThat(Answers.to(sessions().session(new SessionId("s-never")))).isEqualTo(new SessionAnswer.Ended());
    }

    @Test
    void anOutageIsAnAnswer() {
        login(SESSION, ADA);
        breakDown();
        assertThat(Answers.to(sessions().session(SESSION))).isInstanceOf(SessionAnswer.Outage.class);
    }

    @Test
    void nothingIsAskedBeforeSomeoneListens() {
        var question = sessions().session(SESSION);
        login(SESSION, ADA);
        assertThat(Answers.to(question)).isEqualTo(new SessionAnswer.Live(ADA, ENDS_AT));
    }
}
