package com.kisum.auth;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Do the fakes promise what the real ones do? */
class FakesKeepTheContractTest {
    @Nested
    class Sessions extends SessionContract {
        private final FakeSessions fake = new FakeSessions();

        @Override
        SessionSource sessions() {
            return fake;
        }

        @Override
        void login(SessionId session, UserId user, Instant endsAt) {
            fake.live(session, user, endsAt);
        }

        @Override
        void logout(SessionId session) {
            fake.end(session);
        }

        @Override
        void breakDown() {
            fake.outage(true);
        }
    }

    @Nested
    class Users extends UserContract {
        private final FakeUsers fake = new FakeUsers();

        @Override
        UserSource users() {
            return fake;
        }

        @Override
        void active(UserId user, long tokenVersion) {
            fake.active(user, tokenVersion);
        }

        @Override
        void deactivated(UserId user, long tokenVersion) {
            fake.inactive(user, tokenVersion);
        }

        @Override
        void breakDown() {
            fake.outage(true);
        }
    }

    @Nested
    class Memberships extends MembershipContract {
        private final FakeMemberships fake = new FakeMemberships();

        @Override
        MembershipSource memberships() {
            return fake;
        }

        @Override
        void member(UserId user, Grants grants, List<String> modules, List<String> permissions) {
            fake.member(user, grants);
        }

        @Override
        void ended(UserId user, CompanyId company, MembershipId membership, long version) {
            fake.end(user, company, membership, version);
        }

        @Override
        void breakDown() {
            fake.outage(true);
        }
    }

    @Nested
    class AggregatedAccess extends AggregatedAccessContract {
        private final FakeAggregatedAccess fake = new FakeAggregatedAccess();

        @Override
        AggregatedAccessSource aggregated() {
            return fake;
        }

        @Override
        void adaHasAccess() {
            fake.access(TOKEN, ADAS_ACCESS);
        }

        @Override
        void logout() {
            fake.revoke(TOKEN);
        }

        @Override
        void breakDown() {
            fake.outage(true);
        }
    }

    @Nested
    class Tokens extends AuthenticatorContract {
        private final FakeAuthenticator fake = new FakeAuthenticator();

        @Override
        Authenticator authenticator() {
            return fake;
        }

        @Override
        String tokenOf(TokenVerdict.Genuine genuine) {
            fake.verdict("a.genuine.token", genuine);
            return "a.genuine.token";
        }

        @Override
        String tokenThatExpired(Instant expiresAt) {
            fake.expired("an.expired.token");
            return "an.expired.token";
        }

        @Override
        String tokenByAStranger() {
            return "a.strangers.token";
        }

        @Override
        void keysCannotBeAsked() {
            fake.outage(true);
        }
    }
}
