package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.kisum.sandbox.Asking.Reply;
import com.kisum.sandbox.Ports.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Do the people of the sandbox get through its gateway what they may, whatever changes, and whatever fails? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JourneyTest {
    private final WholePlatform world;
    private final Asking auth;
    private final Asking core;
    private final Asking control;

    private final Logger olderRule = (Logger) LoggerFactory.getLogger("com.kisum.core.OlderRule");
    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();

    JourneyTest() throws Exception {
        world = WholePlatform.start();
        // Only now: a start sets up logging anew.
        warnings.start();
        olderRule.addAppender(warnings);
        auth = world.at(Place.AUTH).asService();
        core = world.at(Place.CORE).asService();
        control = world.at(Place.CONTROL);
    }

    @AfterAll
    void stop() {
        olderRule.detachAppender(warnings);
        world.close();
        assertThat(warnings.list).as("Core enables what counts, for whatever was bought here").isEmpty();
    }

    @AfterEach
    void healAll() throws Exception {
        for (String part : control.get("/faults").json().propertyNames()) {
            control.send("DELETE", "/faults/" + part, Map.of());
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # who,   company, method, path,                        told
            ada,    acme,    GET,    /api/finance/expenses/7,      200
            ada,    acme,    POST,   /api/finance/expenses,        200
            ada,    acme,    POST,   /api/finance/periods/5/close, 200
            ada,    acme,    GET,    /api/ai/predictions/1,        200
            ada,    acme,    POST,   /api/promoter/events,         200
            ada,    acme,    GET,    /api/venue/details,           403 MODULE_NOT_ENTITLED
            ada,    acme,    GET,    /api/touring/plans,           403 MODULE_NOT_ENTITLED
            ada,    lumen,   GET,    /api/venue/details,           200
            ada,    lumen,   GET,    /api/venue/availability/1,    403 PERMISSION_MISSING
            ada,    lumen,   GET,    /api/finance/expenses/7,      403 MODULE_NOT_ENTITLED
            cleo,   acme,    GET,    /api/finance/expenses/7,      200
            cleo,   acme,    GET,    /api/promoter/events/1,       200
            cleo,   acme,    POST,   /api/finance/expenses,        403 PERMISSION_MISSING
            cleo,   acme,    POST,   /api/finance/periods/5/close, 403 PERMISSION_MISSING
            cleo,   acme,    GET,    /api/ai/predictions/1,        403 MODULE_NOT_GRANTED
            noah,   acme,    GET,    /api/promoter/news,           200
            noah,   acme,    GET,    /api/promoter/events/1,       403 PERMISSION_MISSING
            noah,   acme,    GET,    /api/finance/expenses/7,      403 MODULE_NOT_GRANTED
            vera,   lumen,   GET,    /api/venue/details,           200
            vera,   lumen,   GET,    /api/finance/expenses/7,      403 MODULE_NOT_ENTITLED
            dana,   dormant, GET,    /api/promoter/events/1,       403 SUBSCRIPTION_INACTIVE
            dana,   dormant, GET,    /api/finance/expenses/7,      403 SUBSCRIPTION_INACTIVE
            gus,    gracia,  GET,    /api/promoter/events/1,       200
            gus,    gracia,  POST,   /api/promoter/events,         403 GRACE_READ_ONLY
            cleo,   lumen,   GET,    /api/venue/details,           403 NOT_A_MEMBER
            cleo,   nowhere, GET,    /api/venue/details,           403 NOT_A_MEMBER
            cleo,   -,       GET,    /api/finance/expenses/7,      403 COMPANY_REQUIRED
            cleo,   -,       GET,    /auth/me,                     200
            nobody, acme,    GET,    /api/finance/expenses/7,      401 TOKEN_MISSING
            nobody, -,       GET,    /auth/me,                     401 TOKEN_MISSING
            cleo,   acme,    GET,    /api/nothing,                 404 NO_ROUTE
            cleo,   acme,    GET,    /internal/keys,               404 NO_ROUTE
            cleo,   acme,    DELETE, /api/finance/expenses/7,      405 METHOD_NOT_ALLOWED
            """)
    void everyoneIsToldWhatTheyMay(String who, String company, String method, String path, String told)
            throws Exception {
        assertThat(world.told(who, company, method, path)).isEqualTo(told);
    }

    @Test
    void oneLogsInAndOutThroughTheGateway() throws Exception {
        Reply login = world.at(Place.GATEWAY).send("POST", "/auth/login",
                Map.of("email", "noah@acme.test", "password", "sandbox"));
        String token = login.text("accessToken");
        assertThat(world.toldWith(token, "acme", "GET", "/api/promoter/news")).isEqualTo("200");
        assertThat(world.toldWith(token, "-", "POST", "/auth/logout")).startsWith("20");
        WholePlatform.becomes(() -> world.toldWith(token, "acme", "GET", "/api/promoter/news"),
                "401 SESSION_REVOKED");
        assertThat(world.toldWith(token, "-", "GET", "/auth/me")).isEqualTo("401 SESSION_REVOKED");
    }

    @Test
    void oneLogsOutEverywhere() throws Exception {
        String one = world.login("dana");
        String other = world.login("dana");
        assertThat(world.toldWith(one, "-", "POST", "/auth/logout-all")).startsWith("20");
        WholePlatform.becomes(() -> world.toldWith(other, "-", "GET", "/auth/me"), "401 SESSION_REVOKED");
        String anew = world.login("dana");
        assertThat(world.toldWith(anew, "-", "GET", "/auth/me")).isEqualTo("200");
    }

    @Test
    void aGrantThatIsTakenIsMissingAndOneThatIsGivenIsThere() throws Exception {
        String grant = "/internal/memberships/m-acme-cleo/permissions/finance.expenses.read";
        assertThat(auth.send("DELETE", grant, Map.of()).status()).isEqualTo(200);
        WholePlatform.becomes(() -> world.told("cleo", "acme", "GET", "/api/finance/expenses/7"),
                "403 PERMISSION_MISSING");
        assertThat(auth.send("PUT", grant, Map.of()).status()).isEqualTo(200);
        WholePlatform.becomes(() -> world.told("cleo", "acme", "GET", "/api/finance/expenses/7"), "200");
    }

    @Test
    void aMembershipThatIsSuspendedIsNone() throws Exception {
        auth.send("PUT", "/internal/memberships/m-acme-noah/status", Map.of("status", "suspended"));
        WholePlatform.becomes(() -> world.told("noah", "acme", "GET", "/api/promoter/news"), "403 NOT_A_MEMBER");
        auth.send("PUT", "/internal/memberships/m-acme-noah/status", Map.of("status", "active"));
        WholePlatform.becomes(() -> world.told("noah", "acme", "GET", "/api/promoter/news"), "200");
    }

    @Test
    void anAddonThatIsBoughtIsThereAndOneThatIsCancelledIsNot() throws Exception {
        core.send("POST", "/internal/companies/lumen/addons", Map.of("addon", "finance", "status", "active"));
        WholePlatform.becomes(() -> world.told("vera", "lumen", "GET", "/api/finance/expenses/7"), "200");
        core.send("POST", "/internal/companies/lumen/addons", Map.of("addon", "finance", "status", "cancelled"));
        WholePlatform.becomes(() -> world.told("vera", "lumen", "GET", "/api/finance/expenses/7"),
                "403 MODULE_NOT_ENTITLED");
    }

    @Test
    void aTrialThatIsOverIsOver() throws Exception {
        core.send("POST", "/internal/companies/acme/addons", Map.of("addon", "ai", "status", "trial", "endsAt",
                Instant.now().minusSeconds(1).toString()));
        WholePlatform.becomes(() -> world.told("ada", "acme", "GET", "/api/ai/predictions/1"),
                "403 MODULE_NOT_ENTITLED");
        core.send("POST", "/internal/companies/acme/addons", Map.of("addon", "ai", "status", "trial", "endsAt",
                Instant.now().plusSeconds(3600).toString()));
        WholePlatform.becomes(() -> world.told("ada", "acme", "GET", "/api/ai/predictions/1"), "200");
    }

    /** Nobody says when: Core does not, its version stays, and it is over all the same. */
    @Test
    void aTrialEndsByItselfAtItsTime() throws Exception {
        Instant end = Instant.now().plusSeconds(4);
        Reply bought = core.send("POST", "/internal/companies/lumen/addons",
                Map.of("addon", "finance", "status", "trial", "endsAt", end.toString()));
        WholePlatform.becomes(() -> world.told("vera", "lumen", "GET", "/api/finance/expenses/7"), "200");
        WholePlatform.becomes(() -> world.told("vera", "lumen", "GET", "/api/finance/expenses/7"),
                "403 MODULE_NOT_ENTITLED");
        assertThat(Instant.now()).as("not before its time").isAfterOrEqualTo(end);
        Reply denied = world.at(Place.GATEWAY).bearing(world.token("vera")).with("x-org", "lumen")
                .get("/api/finance/expenses/7");
        assertThat(denied.text("state")).isEqualTo("trial-ended");
        assertThat(core.get("/internal/companies/lumen/entitlements").json().path("entitlementVersion"))
                .isEqualTo(bought.json().path("entitlementVersion"));
    }

    @Test
    void whatTheBaseComesToTheAddonsComeTo() throws Exception {
        for (Map.Entry<String, String> told : Map.of("grace", "403 SUBSCRIPTION_INACTIVE", "suspended",
                "403 SUBSCRIPTION_INACTIVE", "cancelled", "403 SUBSCRIPTION_INACTIVE", "active", "200").entrySet()) {
            core.send("POST", "/internal/companies/acme/basic",
                    Map.of("package", "basic_promoter", "status", told.getKey()));
            WholePlatform.becomes(() -> world.told("ada", "acme", "GET", "/api/finance/expenses/7"), told.getValue());
        }
        core.send("POST", "/internal/companies/acme/basic", Map.of("package", "basic_venue", "status", "active"));
        WholePlatform.becomes(() -> world.told("ada", "acme", "GET", "/api/promoter/events/1"),
                "403 MODULE_NOT_ENTITLED");
        assertThat(world.told("ada", "acme", "GET", "/api/finance/expenses/7")).isEqualTo("200");
        core.send("POST", "/internal/companies/acme/basic", Map.of("package", "basic_promoter", "status", "active"));
        WholePlatform.becomes(() -> world.told("ada", "acme", "GET", "/api/promoter/events/1"), "200");
    }

    @Test
    void whoIsDeactivatedIsOutAtOnce() throws Exception {
        String token = world.login("gus");
        assertThat(world.toldWith(token, "gracia", "GET", "/api/promoter/events/1")).isEqualTo("200");
        auth.send("PUT", "/internal/users/u-gus/status", Map.of("status", "deactivated"));
        WholePlatform.becomes(() -> world.toldWith(token, "gracia", "GET", "/api/promoter/events/1"),
                "401 SESSION_REVOKED");
        auth.send("PUT", "/internal/users/u-gus/status", Map.of("status", "active"));
        String anew = world.login("gus");
        world.forget("gus");
        WholePlatform.becomes(() -> world.toldWith(anew, "gracia", "GET", "/api/promoter/events/1"), "200");
        assertThat(world.toldWith(token, "-", "GET", "/auth/me")).isEqualTo("401 SESSION_REVOKED");
    }

    @Test
    void aRefreshTokenThatTwoHaveEndsTheSessionForBoth() throws Exception {
        Reply login = world.at(Place.AUTH).send("POST", "/auth/login",
                Map.of("email", "noah@acme.test", "password", "sandbox"));
        Map<String, String> stolen = Map.of("refreshToken", login.text("refreshToken"));
        Reply renewed = world.at(Place.GATEWAY).send("POST", "/auth/refresh", stolen);
        assertThat(world.toldWith(renewed.text("accessToken"), "acme", "GET", "/api/promoter/news")).isEqualTo("200");
        assertThat(world.at(Place.GATEWAY).send("POST", "/auth/refresh", stolen).status()).isEqualTo(401);
        WholePlatform.becomes(() -> world.toldWith(renewed.text("accessToken"), "acme", "GET", "/api/promoter/news"),
                "401 SESSION_REVOKED");
    }

    @Test
    void keysAreRotatedUnderTrafficWithoutAnyoneNoticing() throws Exception {
        String before = world.login("cleo");
        Set<String> told = ConcurrentHashMap.newKeySet();
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asking = new ArrayList<>();
            for (int client = 0; client < 4; client++) {
                asking.add(clients.submit(() -> {
                    while (!over.get()) {
                        told.add(world.toldWith(before, "acme", "GET", "/api/finance/expenses/7"));
                        asked.incrementAndGet();
                    }
                    return told;
                }));
            }
            try {
                for (int rotation = 0; rotation < 3; rotation++) {
                    assertThat(auth.send("POST", "/internal/keys/rotate", Map.of()).status()).isEqualTo(200);
                    assertThat(world.toldWith(world.login("cleo"), "acme", "GET", "/api/finance/expenses/7"))
                            .as("a token of the new key").isEqualTo("200");
                }
            } finally {
                over.set(true);
            }
            for (Future<?> client : asking) {
                client.get();
            }
        }
        assertThat(told).as("of %s requests with a token of the old key", asked).containsExactly("200");
        assertThat(asked).hasPositiveValue();
    }

    /**
     * Whoever is known goes on; who must be asked about is told that the system is at fault. Vera was here a moment ago. Ada logged in
     * anew and her company has just bought something, so that both Auth and Core have to be asked about her.
     */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # part,  mode,    vera,                    ada,                     a stranger
            auth-db, down,    200,                     503 ACCESS_UNAVAILABLE,  503 ACCESS_UNAVAILABLE
            auth-db, slow,    200,                     503 ACCESS_UNAVAILABLE,  503 ACCESS_UNAVAILABLE
            auth-db, error,   200,                     503 ACCESS_UNAVAILABLE,  503 ACCESS_UNAVAILABLE
            auth-db, garbage, 200,                     503 ACCESS_UNAVAILABLE,  503 ACCESS_UNAVAILABLE
            core,    down,    200,                     503 ACCESS_UNAVAILABLE,  403 NOT_A_MEMBER
            core,    slow,    200,                     503 ACCESS_UNAVAILABLE,  403 NOT_A_MEMBER
            core,    error,   200,                     503 ACCESS_UNAVAILABLE,  403 NOT_A_MEMBER
            core,    garbage, 200,                     503 ACCESS_UNAVAILABLE,  403 NOT_A_MEMBER
            auth,    down,    200,                     200,                     403 NOT_A_MEMBER
            auth,    slow,    200,                     200,                     403 NOT_A_MEMBER
            auth,    error,   200,                     200,                     403 NOT_A_MEMBER
            auth,    garbage, 200,                     200,                     403 NOT_A_MEMBER
            redis,   down,    200,                     200,                     403 NOT_A_MEMBER
            redis,   slow,    200,                     200,                     403 NOT_A_MEMBER
            redis,   error,   200,                     200,                     403 NOT_A_MEMBER
            redis,   garbage, 200,                     200,                     403 NOT_A_MEMBER
            backend, down,    503 BACKEND_UNAVAILABLE, 503 BACKEND_UNAVAILABLE, 403 NOT_A_MEMBER
            backend, slow,    -,                       503 BACKEND_TIMEOUT,     403 NOT_A_MEMBER
            backend, error,   500,                     500,                     403 NOT_A_MEMBER
            backend, garbage, 200,                     200,                     403 NOT_A_MEMBER
            """)
    void aFaultIsAnsweredAsPromisedAndIsHealed(String part, String mode, String known, String asked, String stranger)
            throws Exception {
        WholePlatform.becomes(this::vera, "200");
        String token = world.login("ada");
        core.send("POST", "/internal/companies/acme/addons", Map.of("addon", "ai", "status", "trial", "endsAt",
                Instant.now().plusSeconds(3600).toString()));
        assertThat(control.send("PUT", "/faults/" + part, Map.of("mode", mode)).status()).isEqualTo(200);
        if (!known.equals("-")) {
            assertThat(vera()).isEqualTo(known);
        }
        // From memory, until she is known to have moved.
        WholePlatform.becomes(() -> ada(token), asked);
        // That someone is none is remembered for two seconds.
        WholePlatform.becomes(this::stranger, stranger);
        control.send("DELETE", "/faults/" + part, Map.of());
        WholePlatform.becomes(() -> ada(token), "200");
        WholePlatform.becomes(this::vera, "200");
        WholePlatform.becomes(this::stranger, "403 NOT_A_MEMBER");
    }

    private String vera() throws Exception {
        return world.told("vera", "lumen", "GET", "/api/venue/details");
    }

    private String ada(String token) throws Exception {
        return world.toldWith(token, "acme", "GET", "/api/finance/expenses/7");
    }

    private String stranger() throws Exception {
        return world.told("cleo", "lumen", "GET", "/api/venue/details");
    }
}
