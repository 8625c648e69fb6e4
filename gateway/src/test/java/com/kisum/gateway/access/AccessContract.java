package com.kisum.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.identity.Bearer;
import com.kisum.gateway.record.DecisionLog;
import com.kisum.gateway.record.Recorder;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.PolicyEngine;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import com.kisum.policy.file.PolicyFile;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.RouteTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is decided, whichever source access comes from? The facts are the same, each as its source can say them. */
abstract class AccessContract {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOW);
    static final CompanyId ACME = new CompanyId("acme");
    static final UserId ADA = new UserId("u-ada");
    static final String TOKEN = "adas.own.token";
    static final Duration PATIENCE = Duration.ofSeconds(5);
    static final RouteTable ROUTES = ((PolicyFile.Compiled) PolicyFile.compile("routes.yml", """
            version: 1
            modules:
              promoter: { type: base, permissions: [promoter.events.read, promoter.events.create] }
              finance:  { type: addon, permissions: [finance.expenses.read] }
            backends: { echo: { url: "http://127.0.0.1:1" } }
            routes:
              - { id: members, match: GET /members,  backend: echo, access: member }
              - { id: events,  match: GET /events,   backend: echo, grace: read,
                  require: { permission: promoter.events.read } }
              - { id: create,  match: POST /events,  backend: echo, grace: read,
                  require: { permission: promoter.events.create } }
              - { id: finance, match: GET /finance,  backend: echo, require: { module: finance } }
              - { id: expense, match: GET /expenses, backend: echo, require: { permission: finance.expenses.read } }
            """.getBytes(StandardCharsets.UTF_8), _ -> null)).table();

    private final DecisionLog log = new DecisionLog(new SimpleMeterRegistry());
    final Recorder recorder = new Recorder(log, new SimpleMeterRegistry());

    /** What the company has, and what was granted to Ada there. */
    record Situation(String baseStatus, @Nullable Instant baseEnds, boolean financeBought, boolean financeGranted,
            boolean expensesGranted) {
        static Situation usual() {
            return new Situation("active", null, true, true, true);
        }

        Situation base(String status, @Nullable Instant ends) {
            return new Situation(status, ends, financeBought, financeGranted, expensesGranted);
        }
    }

    abstract AccessLookup access();

    /** Ada is a member of acme. */
    abstract void member(Situation situation);

    abstract void breakDown();

    @AfterEach
    void close() {
        log.close();
    }

    static Bearer bearer() {
        return new Bearer(ADA, new SessionId("s-1"), 1, TOKEN, Instant.MAX);
    }

    final Caller caller(String company) {
        return Objects.requireNonNull(access().of(bearer(),
                new CompanyId(company), true, ROUTES.vocabulary(), Duration.ZERO).block(PATIENCE)).caller();
    }

    private String decision(String method, String path) {
        Decision decision = new PolicyEngine(ROUTES).explain(Method.of(method),
                path.getBytes(StandardCharsets.US_ASCII), caller("acme")).decision();
        return decision instanceof Decision.Deny deny ? deny.reason().code().name() : "ALLOW";
    }

    @Test
    void aMemberWithEverythingMayEverything() {
        member(Situation.usual());
        assertThat(decision("GET", "/members")).isEqualTo("ALLOW");
        assertThat(decision("GET", "/events")).isEqualTo("ALLOW");
        assertThat(decision("GET", "/finance")).isEqualTo("ALLOW");
        assertThat(decision("GET", "/expenses")).isEqualTo("ALLOW");
    }

    @Test
    void whatWasNotBoughtIsToldFromWhatWasNotGranted() {
        member(new Situation("active", null, false, true, true));
        assertThat(decision("GET", "/expenses")).isEqualTo("MODULE_NOT_ENTITLED");
        member(new Situation("active", null, true, false, false));
        assertThat(decision("GET", "/expenses")).isEqualTo("MODULE_NOT_GRANTED");
        member(new Situation("active", null, true, true, false));
        assertThat(decision("GET", "/expenses")).isEqualTo("PERMISSION_MISSING");
    }

    @Test
    void aBaseThatDoesNotCountTakesEverythingButMembership() {
        member(Situation.usual().base("cancelled", null));
        assertThat(decision("GET", "/members")).isEqualTo("ALLOW");
        assertThat(decision("GET", "/events")).isEqualTo("SUBSCRIPTION_INACTIVE");
        assertThat(decision("GET", "/finance")).isEqualTo("SUBSCRIPTION_INACTIVE");
    }

    @Test
    void aBaseThatHasEndedDoesNotCountWhateverItsStatusSays() {
        member(Situation.usual().base("trial", NOW));
        assertThat(decision("GET", "/events")).isEqualTo("SUBSCRIPTION_INACTIVE");
        member(Situation.usual().base("trial", NOW.plusSeconds(1)));
        assertThat(decision("GET", "/events")).isEqualTo("ALLOW");
    }

    @Test
    void inGraceOneReads() {
        member(Situation.usual().base("grace", null));
        assertThat(decision("GET", "/events")).isEqualTo("ALLOW");
        assertThat(decision("POST", "/events")).isEqualTo("GRACE_READ_ONLY");
    }

    @Test
    void noAccessIsHeldPastTheNextDate() {
        member(Situation.usual().base("trial", NOW.plusSeconds(60)));
        assertThat(((Caller.MemberWithAccess) caller("acme")).access().holdsUntil()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void aStrangerIsAStrangerInAnUnknownCompanyToo() {
        member(Situation.usual());
        assertThat(caller("lumen")).isInstanceOfSatisfying(Caller.Authenticated.class,
                stranger -> assertThat(stranger.why().code().name()).isEqualTo("NOT_A_MEMBER"));
    }

    @Test
    void anOutageIsNeverARefusal() {
        member(Situation.usual());
        breakDown();
        assertThat(decision("GET", "/members")).isEqualTo("ACCESS_UNAVAILABLE");
        assertThat(decision("GET", "/events")).isEqualTo("ACCESS_UNAVAILABLE");
    }
}
