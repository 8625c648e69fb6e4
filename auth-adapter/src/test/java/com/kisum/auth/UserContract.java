package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.UserId;
import org.junit.jupiter.api.Test;

/** What everyone may rely on who asks which of a user's tokens are good. */
abstract class UserContract {
    private static final UserId ADA = new UserId("u-ada");

    abstract UserSource users();

    abstract void active(UserId user, long tokenVersion);

    abstract void deactivated(UserId user, long tokenVersion);

    abstract void breakDown();

    @Test
    void anActiveUserHasATokenVersion() {
        active(ADA, (1L << 53) - 1);
        assertThat(Answers.to(users().user(ADA))).isEqualTo(new UserAnswer.Active((1L << 53) - 1));
    }

    @Test
    void aDeactivatedUserIsInactiveAndKeepsTheVersion() {
        deactivated(ADA, 4);
        assertThat(Answers.to(users().user(ADA))).isEqualTo(new UserAnswer.Inactive(4));
    }

    @Test
    void aUserWhoNeverWasIsInactive() {
        assertThat(Answers.to(users().user(new UserId("u-never")))).isEqualTo(new UserAnswer.Inactive(0));
    }

    @Test
    void anOutageIsAnAnswer() {
        active(ADA, 1);
        breakDown();
        assertThat(Answers.to(users().user(ADA))).isInstanceOf(UserAnswer.Outage.class);
    }
}
