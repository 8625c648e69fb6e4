package com.kisum.gateway;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A gateway before backends that talk back, with one who may talk to them and one who may not. */
final class WebSocketWorld {
    private static final CompanyId ACME = new CompanyId("acme");

    private WebSocketWorld() {}

    static RunningGateway start(Path folder, LiveBackend live, RawBackend raw) throws IOException {
        FakePorts ports = FakePorts.create();
        UserId ada = ports.login("ada", "adas");
        ports.login("noah", "noahs");
        ports.memberships()
                .member(ada, Grants.of(ACME, new MembershipId("m-ada"), 1, List.of("promoter"), List.of()))
                .member(new UserId("noah"), Grants.of(ACME, new MembershipId("m-noah"), 1, List.of(), List.of()));
        ports.entitlements().knows(new Entitlements(ACME, 1,
                new Subscription(SubscriptionStatus.ACTIVE, null, null, Set.of(new ModuleKey("promoter"))), List.of()));
        Path routes = Files.writeString(folder.resolve("routes.yml"), """
                version: 1
                modules: { promoter: { type: base } }
                backends:
                  live: { url: "%s" }
                  raw:  { url: "http://127.0.0.1:%d", timeout: 2s }
                  odd:  { url: "http://127.0.0.1:%2$d", timeout: 2s }
                  few:  { url: "%1$s" }
                  slow: { url: "http://127.0.0.1:%2$d", timeout: 20s }
                defaults: { maxBody: 1KB, timeout: 2s }
                routes:
                  - { id: live,  match: ANY /live/**,  backend: live, require: { module: promoter }, websocket: true }
                  - { id: open,  match: ANY /open/**,  backend: live, access: public, websocket: true }
                  - { id: raw,   match: ANY /raw/**,   backend: raw,  access: public, websocket: true }
                  - { id: odd,   match: ANY /odd/**,   backend: odd,  access: public, websocket: true }
                  - { id: plain, match: ANY /plain/**, backend: raw,  access: public }
                  - { id: few,   match: ANY /few/**,   backend: few,  access: authenticated, websocket: true }
                  - { id: all,   match: ANY /all/**,   backend: few,  access: public, websocket: true }
                  - { id: slow,  match: ANY /slow/**,  backend: slow, access: public }
                  - { id: mine,  match: ANY /mine/**,  backend: slow, access: authenticated }
                """.formatted(live.url(), raw.port()));
        return RunningGateway.start(routes, ports, "--gateway.streams.idle-timeout=3s", "--gateway.streams.most=5");
    }
}
