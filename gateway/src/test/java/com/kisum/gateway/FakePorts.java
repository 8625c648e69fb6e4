package com.kisum.gateway;

import com.kisum.auth.Authenticator;
import com.kisum.auth.FakeAuthenticator;
import com.kisum.auth.FakeMemberships;
import com.kisum.auth.FakeSessions;
import com.kisum.auth.FakeUsers;
import com.kisum.auth.MembershipSource;
import com.kisum.auth.SessionSource;
import com.kisum.auth.UserSource;
import com.kisum.core.EntitlementSource;
import com.kisum.core.FakeEntitlements;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Instant;
import org.springframework.context.support.GenericApplicationContext;

/** What do Auth and Core say? What a test told them to; they have kept their ports' contracts elsewhere. */
public record FakePorts(FakeAuthenticator tokens, FakeSessions sessions, FakeUsers users, FakeMemberships memberships,
        FakeEntitlements entitlements) {
    public static FakePorts create() {
        return new FakePorts(new FakeAuthenticator(), new FakeSessions(), new FakeUsers(), new FakeMemberships(),
                new FakeEntitlements());
    }

    /** Someone with a token that Auth signed, a live session, and no membership yet. */
    public UserId login(String user, String token) {
        UserId id = new UserId(user);
        SessionId session = new SessionId("session-of-" + token);
        tokens.genuine(token, id, session, 1, Instant.now().plusSeconds(900));
        sessions.live(session, id);
        users.active(id, 1);
        return id;
    }

    /** Before the application's own: theirs stand back when one is there. */
    void putInto(GenericApplicationContext context, Authenticator authenticator) {
        context.registerBean(Authenticator.class, () -> authenticator);
        context.registerBean(SessionSource.class, () -> sessions);
        context.registerBean(UserSource.class, () -> users);
        context.registerBean(MembershipSource.class, () -> memberships);
        context.registerBean(EntitlementSource.class, () -> entitlements);
    }
}
