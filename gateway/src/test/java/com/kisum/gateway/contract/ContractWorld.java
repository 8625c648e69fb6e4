package com.kisum.gateway.contract;

import com.kisum.auth.Authenticator;
import com.kisum.gateway.FakePorts;
import com.kisum.gateway.RunningGateway;
import com.kisum.gateway.fact.FactPushes;
import com.kisum.gateway.fact.Pointer;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A gateway, a backend behind it, and the companies and people of {@code answers.yml}. */
final class ContractWorld implements AutoCloseable {
    static final int MOST_AT_ONCE = 4;

    private final FakePorts ports;
    private final EchoingBackend backend;
    private final RunningGateway gateway;
    private final DecisionEvents events;
    private final List<Pointer> everything;

    private ContractWorld(FakePorts ports, EchoingBackend backend, RunningGateway gateway, DecisionEvents events,
            List<Pointer> everything) {
        this.ports = ports;
        this.backend = backend;
        this.gateway = gateway;
        this.events = events;
        this.everything = everything;
    }

    static ContractWorld start(AnswerTable table) throws IOException {
        FakePorts ports = FakePorts.create();
        table.companies().forEach((name, company) -> ports.entitlements().knows(entitlements(name, company)));
        table.people().forEach((name, person) -> ports.memberships().member(ports.login(name, name),
                Grants.of(new CompanyId(person.company()), new MembershipId("membership-of-" + name), 1,
                        person.modules(), person.permissions())));
        ports.tokens().expired("expired");
        ports.login("lou", "logged-out");
        ports.sessions().end(new SessionId("session-of-logged-out"));
        UserId olga = ports.login("olga", "old-token");
        ports.users().active(olga, 2);
        EchoingBackend backend = EchoingBackend.start();
        RunningGateway gateway = RunningGateway.start(AnswerTable.file("routes.yml"), ports, withABug(ports),
                "--gateway.environment[BACKEND_URL]=" + backend.url(),
                "--gateway.proxy.max-concurrent=" + MOST_AT_ONCE, "--gateway.redis.uri=redis://127.0.0.1:1");
        List<Pointer> everything = new ArrayList<>();
        table.companies().keySet().forEach(name -> everything.add(new Pointer.Company(new CompanyId(name))));
        table.people().keySet().forEach(name -> everything
                .addAll(List.of(new Pointer.Membership(new MembershipId("membership-of-" + name)),
                        new Pointer.Session(new SessionId("session-of-" + name)), new Pointer.User(new UserId(name)))));
        return new ContractWorld(ports, backend, gateway, DecisionEvents.listen(), everything);
    }

    FakePorts ports() {
        return ports;
    }

    EchoingBackend backend() {
        return backend;
    }

    DecisionEvents events() {
        return events;
    }

    Wire.Response send(String line, String as, @Nullable String company) throws IOException {
        return send(line, as, company, List.of(), "");
    }

    Wire.Response send(String line, String as, @Nullable String company, List<String> more, String body)
            throws IOException {
        nothingThatIsHeldMayDecide();
        List<String> headers = new ArrayList<>(more);
        if (!as.equals("nobody")) {
            headers.add("Authorization: Bearer " + as);
        }
        if (company != null) {
            headers.add("x-org: " + company);
        }
        return new Wire(gateway.port()).send(line, headers, body);
    }

    /** It would hide an outage. */
    private void nothingThatIsHeldMayDecide() {
        everything.forEach(gateway.bean(FactPushes.class)::moved);
    }

    private static Authenticator withABug(FakePorts ports) {
        return token -> {
            if (token.equals("bug")) {
                throw new IllegalStateException("a bug, for the test");
            }
            return token.equals("silence") ? Mono.empty() : ports.tokens().verify(token);
        };
    }

    private static Entitlements entitlements(String name, AnswerTable.Company company) {
        String addons = company.addons();
        return new Entitlements(new CompanyId(name), 1, subscription(company.base(), "promoter"),
                addons == null ? List.of() : List.of(subscription(addons, "finance")));
    }

    private static Subscription subscription(String status, String module) {
        return new Subscription(SubscriptionStatus.valueOf(status.toUpperCase(Locale.ROOT)), null, null,
                Set.of(new ModuleKey(module)));
    }

    @Override
    public void close() {
        backend.close();
        gateway.close();
        events.close();
    }
}
