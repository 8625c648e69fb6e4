package com.kisum.gateway.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.FakePorts;
import com.kisum.gateway.RunningGateway;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does an explanation say what production would decide, and on what? Through HTTP, on the management port. */
final class ExplainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final CompanyId ACME = new CompanyId("acme");
    private static final String ROUTES = """
            version: 1
            modules:
              promoter: { type: base, permissions: [promoter.events.read] }
            backends: { nowhere: { url: "http://127.0.0.1:1" } }
            routes:
              - { id: open,    match: GET /open,      backend: nowhere, access: public }
              - { id: profile, match: GET /profile,   backend: nowhere, access: authenticated }
              - { id: member,  match: GET /member,    backend: nowhere, access: member }
              - { id: strict,  match: ANY /strict,    backend: nowhere, require: { module: promoter } }
              - { id: lenient, match: ANY /lenient,   backend: nowhere, require: { module: promoter }, onOutage: stale 1h }
            """;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonMapper json = new JsonMapper();
    private final FakePorts ports = FakePorts.create();
    private Path routes = Path.of("");

    @BeforeEach
    void adaWorksAtAcme() throws IOException {
        routes = folder.resolve("routes.yml");
        Files.writeString(routes, ROUTES);
        UserId ada = ports.login("u-ada", "adas-token");
        ports.memberships().member(ada, Grants.of(ACME, new MembershipId("m-1"), 4, List.of("promoter"),
                List.of("promoter.*")));
        ports.entitlements().knows(new Entitlements(ACME, 17, new Subscription(SubscriptionStatus.ACTIVE, null, null,
                Set.of(new ModuleKey("promoter"))), List.of()));
    }

    @AfterEach
    void hangUp() {
        client.shutdownNow();
    }

    private RunningGateway gateway(String... settings) {
        String[] all = new String[settings.length + 1];
        all[0] = "--gateway.manage.secret=the-secret";
        System.arraycopy(settings, 0, all, 1, settings.length);
        return RunningGateway.start(routes, ports, all);
    }

    private JsonNode explain(RunningGateway gateway, String question) throws IOException {
        HttpResponse<String> answer = get(gateway.managementPort(), "/policy/explain?" + question, "the-secret",
                "none");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private HttpResponse<String> get(int port, String target, String bearer, String company) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                    .header("Authorization", "Bearer " + bearer).header("x-org", company).timeout(PATIENCE).build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String asAda(String method, String path) {
        return "user=u-ada&company=acme&method=" + method + "&path=" + path;
    }

    private static String shown(JsonNode fact) {
        return fact.path("fact").stringValue("") + " " + fact.path("version").asLong(-1) + " from "
                + fact.path("source").stringValue("nowhere");
    }

    private static List<String> facts(JsonNode explanation) {
        return explanation.path("facts").valueStream().map(ExplainTest::shown).toList();
    }

    @Test
    void eachFactIsToldWithItsSourceVersionAndAge() throws IOException {
        try (RunningGateway gateway = gateway()) {
            JsonNode first = explain(gateway, asAda("GET", "/strict"));
            assertThat(first.path("result").stringValue()).isEqualTo("allow");
            // Core was asked beside Auth, and had answered when it was Core's turn.
            assertThat(facts(first)).containsExactly("membership 4 from source", "entitlements 17 from memory");
            assertThat(first.path("accessVersion").stringValue()).isEqualTo("17.4");
            JsonNode second = explain(gateway, asAda("GET", "/strict"));
            assertThat(facts(second)).containsExactly("membership 4 from memory", "entitlements 17 from memory");
            second.path("facts").forEach(fact -> {
                assertThat(fact.path("ageMillis").isIntegralNumber()).isTrue();
                assertThat(fact.path("ageMillis").longValue()).isBetween(0L, 60_000L)
                        .isGreaterThanOrEqualTo(fact.path("confirmedMillisAgo").longValue());
            });
            assertThat(ports.memberships().asked()).isEqualTo(1);
        }
    }

    @Test
    void whatTheRouteDoesNotAskForIsNotLookedUp() throws IOException {
        try (RunningGateway gateway = gateway()) {
            assertThat(facts(explain(gateway, asAda("GET", "/open")))).isEmpty();
            assertThat(facts(explain(gateway, asAda("GET", "/profile")))).isEmpty();
            assertThat(facts(explain(gateway, asAda("GET", "/nowhere")))).isEmpty();
            assertThat(facts(explain(gateway, asAda("GET", "/a//b")))).isEmpty();
            assertThat(ports.memberships().asked()).isZero();
            assertThat(facts(explain(gateway, asAda("GET", "/member")))).containsExactly("membership 4 from source");
            assertThat(ports.entitlements().asked()).isZero();
        }
    }

    @Test
    void whatIsMissingIsToldWithItsCause() throws IOException {
        try (RunningGateway gateway = gateway()) {
            ports.entitlements().goesDown("Core is having lunch");
            JsonNode explanation = explain(gateway, asAda("GET", "/strict"));
            assertThat(explanation.path("code").stringValue()).isEqualTo("ACCESS_UNAVAILABLE");
            assertThat(facts(explanation)).containsExactly("membership 4 from source", "entitlements -1 from nowhere");
            assertThat(explanation.path("facts").path(1).path("missing").stringValue())
                    .contains("Core is having lunch");
            JsonNode stranger = explain(gateway, "user=u-ada&company=lumen&method=GET&path=/strict");
            assertThat(stranger.path("code").stringValue()).isEqualTo("NOT_A_MEMBER");
            assertThat(stranger.path("facts").path(0).path("missing").stringValue()).isEqualTo("none");
        }
    }

    @Test
    void whatARouteToleratesInAnOutageIsTolerated() throws IOException {
        try (RunningGateway gateway = gateway("--gateway.access.reload-after=200ms",
                "--gateway.access.max-staleness=200ms", "--gateway.access.patience=200ms")) {
            assertThat(facts(explain(gateway, asAda("GET", "/lenient")))).hasSize(2);
            ports.memberships().outage(true);
            ports.entitlements().goesDown("for the test");
            await().atMost(PATIENCE).until(() -> explain(gateway, asAda("GET", "/strict")).path("code")
                    .stringValue("").equals("ACCESS_UNAVAILABLE"));
            JsonNode reading = explain(gateway, asAda("GET", "/lenient"));
            assertThat(reading.path("result").stringValue()).isEqualTo("allow");
            assertThat(reading.path("accessFrom").stringValue()).isEqualTo("stale");
            assertThat(facts(reading)).containsExactly("membership 4 from stale", "entitlements 17 from stale");
            assertThat(reading.path("facts").path(0).path("ageMillis").longValue()).isGreaterThanOrEqualTo(200);
            assertThat(explain(gateway, asAda("POST", "/lenient")).path("code").stringValue())
                    .isEqualTo("ACCESS_UNAVAILABLE");
        }
    }

    @Test
    void askingAboutAUserTakesNothingFromWhatTheyMayAsk() throws IOException {
        try (RunningGateway gateway = gateway("--gateway.access.cold-lookups=1")) {
            for (int i = 0; i < 20; i++) {
                assertThat(explain(gateway, "user=u-ada&company=c" + i + "&method=GET&path=/member").path("code")
                        .stringValue()).isEqualTo("NOT_A_MEMBER");
            }
            assertThat(get(gateway.port(), "/member", "adas-token", "d1").body()).contains("NOT_A_MEMBER");
        }
    }
}
