package com.kisum.gateway.replicas;

import com.kisum.gateway.FakePorts;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What is so, at Auth and Core, whoever knows it already? */
final class Truth {
    static final String PERMISSION = "promoter.events.read";
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final FakePorts ports = FakePorts.create();

    /** A member of a company of their own, who may read events. */
    record Person(UserId user, CompanyId company, MembershipId membership, SessionId session, String token) {}

    FakePorts ports() {
        return ports;
    }

    Person newcomer() {
        Person person = stranger();
        granted(person, 1, true);
        bought(person, 1, SubscriptionStatus.ACTIVE);
        return person;
    }

    /** With a login, and nothing else. */
    Person stranger() {
        int number = PEOPLE.incrementAndGet();
        String token = "t" + number;
        return new Person(ports.login("u" + number, token), new CompanyId("c" + number),
                new MembershipId("m" + number), new SessionId("session-of-" + token), token);
    }

    /** Another member of the same company. */
    Person colleagueOf(Person person) {
        Person stranger = stranger();
        Person colleague = new Person(stranger.user(), person.company(), stranger.membership(), stranger.session(),
                stranger.token());
        granted(colleague, 1, true);
        return colleague;
    }

    void granted(Person person, long version, boolean mayRead) {
        ports.memberships().member(person.user(), Grants.of(person.company(), person.membership(), version,
                List.of("promoter"), mayRead ? List.of(PERMISSION) : List.of()));
    }

    void bought(Person person, long version, SubscriptionStatus status) {
        ports.entitlements().knows(bought(person.company(), version, status));
    }

    static Entitlements bought(CompanyId company, long version, SubscriptionStatus status) {
        return new Entitlements(company, version,
                new Subscription(status, null, null, Set.of(new ModuleKey("promoter"))), List.of());
    }
}
