package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do the sources on a real PostgreSQL keep the contracts, and what do they say of rows that cannot be right? */
class PostgresSourcesTest {
    private static TcpRelay relay;
    private static AdapterUnderTest under;

    @BeforeAll
    static void connect() {
        FirstCalls.toTheDatabase();
        relay = new TcpRelay(AuthDatabase.port());
        under = AdapterUnderTest.onDatabase(relay.port());
    }

    @BeforeEach
    void clear() {
        AuthDatabase.clear();
    }

    @AfterEach
    void mend() {
        if (broken) {
            disconnect();
            connect();
        }
    }

    @AfterAll
    static void disconnect() {
        under.close();
        relay.close();
    }

    private boolean broken;

    private void cutOff() {
        broken = true;
        relay.close();
    }

    @Nested
    class Sessions extends SessionContract {
        @Override
        SessionSource sessions() {
            return under.adapter.sessions();
        }

        @Override
        void login(SessionId session, UserId user, Instant endsAt) {
            AuthDatabase.user(user.value(), "active", 1);
            AuthDatabase.session(session.value(), user.value(), "'" + endsAt + "'", "null");
        }

        @Override
        void logout(SessionId session) {
            AuthDatabase.run("update sessions set revoked_at = now() where id = '" + session + "'");
        }

        @Override
        void breakDown() {
            cutOff();
        }

        @Test
        void aSessionThatNeverRunsOutIsLive() {
            AuthDatabase.user("u-ada", "active", 1);
            AuthDatabase.session("s-ever", "u-ada", "'infinity'", "null");
            assertThat(Answers.to(sessions().session(new SessionId("s-ever"))))
                    .isEqualTo(new SessionAnswer.Live(new UserId("u-ada"), Instant.parse("9999-12-31T00:00:00Z")));
        }

        @Test
        void aSessionThatRanOutIsEnded() {
            AuthDatabase.user("u-ada", "active", 1);
            AuthDatabase.session("s-old", "u-ada", "now() - interval '1 second'", "null");
            assertThat(Answers.to(sessions().session(new SessionId("s-old")))).isEqualTo(new SessionAnswer.Ended());
        }

        @Test
        void aUserIdOutsideTheGrammarIsAnOutage() {
            AuthDatabase.user("u:ada", "active", 1);
            AuthDatabase.session("s-odd", "u:ada", "now() + interval '1 hour'", "null");
            assertThat(Answers.to(sessions().session(new SessionId("s-odd"))))
                    .isInstanceOf(SessionAnswer.Outage.class);
        }
    }

    @Nested
    class Users extends UserContract {
        @Override
        UserSource users() {
            return under.adapter.users();
        }

        @Override
        void active(UserId user, long tokenVersion) {
            AuthDatabase.user(user.value(), "active", tokenVersion);
        }

        @Override
        void deactivated(UserId user, long tokenVersion) {
            AuthDatabase.user(user.value(), "deactivated", tokenVersion);
        }

        @Override
        void breakDown() {
            cutOff();
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, 1L << 53, Long.MAX_VALUE})
        void aVersionOutOfRangeIsAnOutage(long version) {
            AuthDatabase.user("u-odd", "active", version);
            assertThat(Answers.to(users().user(new UserId("u-odd")))).isInstanceOf(UserAnswer.Outage.class);
        }

        @Test
        void aStatusNobodyKnowsIsNotActive() {
            AuthDatabase.user("u-odd", "ACTIVE", 2);
            assertThat(Answers.to(users().user(new UserId("u-odd")))).isEqualTo(new UserAnswer.Inactive(2));
        }
    }

    @Nested
    class Memberships extends MembershipContract {
        private static final CompanyId ACME = new CompanyId("acme");
        private static final UserId ADA = new UserId("u-ada");

        @Override
        MembershipSource memberships() {
            return under.adapter.memberships();
        }

        @Override
        void member(UserId user, Grants grants, List<String> modules, List<String> permissions) {
            String membership = grants.membership().value();
            AuthDatabase.user(user.value(), "active", 1);
            AuthDatabase.membership(membership, grants.company().value(), user.value(), "active", grants.version());
            modules.forEach(module -> AuthDatabase.module(membership, module));
            permissions.forEach(permission -> AuthDatabase.permission(membership, permission));
        }

        @Override
        void ended(UserId user, CompanyId company, MembershipId membership, long version) {
            AuthDatabase.run("update company_memberships set status = 'ended', grants_version = " + version
                    + " where id = '" + membership + "'");
        }

        @Override
        void breakDown() {
            cutOff();
        }

        @ParameterizedTest
        @ValueSource(strings = {"invited", "suspended", "ended", "Active", ""})
        void onlyAnActiveMembershipCounts(String status) {
            AuthDatabase.user("u-ada", "active", 1);
            AuthDatabase.membership("m-1", "acme", "u-ada", status, 3);
            AuthDatabase.module("m-1", "finance");
            assertThat(Answers.to(memberships().membership(ACME, ADA)))
                    .isEqualTo(new MembershipAnswer.Ended(new MembershipId("m-1"), 3));
        }

        @Test
        void aDeactivatedUserIsAMemberNowhereAndNoMembershipsVersionSaysSo() {
            AuthDatabase.user("u-ada", "deactivated", 1);
            AuthDatabase.membership("m-1", "acme", "u-ada", "active", 1);
            assertThat(Answers.to(memberships().membership(ACME, ADA))).isEqualTo(new MembershipAnswer.NotAMember());
        }

        @Test
        void aSuspendedMembershipOfADeactivatedUserIsToldByItsVersion() {
            AuthDatabase.user("u-ada", "deactivated", 1);
            AuthDatabase.membership("m-1", "acme", "u-ada", "suspended", 4);
            assertThat(Answers.to(memberships().membership(ACME, ADA)))
                    .isEqualTo(new MembershipAnswer.Ended(new MembershipId("m-1"), 4));
        }

        @Test
        void rowsThatAreNoKeysGiveNothingAndAreCounted() {
            AuthDatabase.user("u-ada", "active", 1);
            AuthDatabase.membership("m-1", "acme", "u-ada", "active", 1);
            AuthDatabase.module("m-1", "*");
            AuthDatabase.permission("m-1", "finance.*.read");
            AuthDatabase.permission("m-1", "finance.expenses.read");
            assertThat(Answers.to(memberships().membership(ACME, ADA)))
                    .isInstanceOfSatisfying(MembershipAnswer.Member.class, member -> {
                        assertThat(member.grants().ignored()).isEqualTo(2);
                        assertThat(member.grants().permissions())
                                .containsExactly(new PermissionKey("finance.expenses.read"));
                    });
        }

        @Test
        void anIdOutsideTheGrammarIsAnOutage() {
            AuthDatabase.user("u-ada", "active", 1);
            AuthDatabase.membership("m:1", "acme", "u-ada", "active", 1);
            assertThat(Answers.to(memberships().membership(ACME, ADA))).isInstanceOf(MembershipAnswer.Outage.class);
        }

        @Test
        void aVersionOutOfRangeIsAnOutage() {
            AuthDatabase.user("u-ada", "active", 1);
            AuthDatabase.membership("m-1", "acme", "u-ada", "active", -1);
            assertThat(Answers.to(memberships().membership(ACME, ADA))).isInstanceOf(MembershipAnswer.Outage.class);
        }
    }
}
