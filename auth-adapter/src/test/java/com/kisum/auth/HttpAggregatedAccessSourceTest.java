package com.kisum.auth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.ModuleKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Does the real source keep the contract, and is whatever it cannot use an outage? */
class HttpAggregatedAccessSourceTest extends AggregatedAccessContract {
    private static final StandInAuth AUTH = new StandInAuth();

    private final AdapterUnderTest under = AdapterUnderTest.onHttp(AUTH.jwksUri(), AUTH.uri());

    @BeforeAll
    static void warmUp() {
        FirstCalls.to(AUTH);
        AUTH.server().resetAll();
    }

    @AfterEach
    void close() {
        under.close();
        AUTH.server().resetAll();
    }

    @AfterAll
    static void stop() {
        AUTH.close();
    }

    @Override
    AggregatedAccessSource aggregated() {
        return under.adapter.aggregated();
    }

    private static MappingBuilder access(String company) {
        return get("/auth/me/access").withHeader("Authorization", equalTo("Bearer " + TOKEN)).withHeader("x-org",
                equalTo(company));
    }

    private AggregatedAnswer answerTo(ResponseDefinitionBuilder response) {
        AUTH.server().stubFor(access("acme").willReturn(response));
        Instant start = Instant.now();
        AggregatedAnswer answer = Answers.to(aggregated().access(ACME, TOKEN));
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
        return answer;
    }

    @Override
    void adaHasAccess() {
        AUTH.server().stubFor(access("acme").willReturn(StandInAuth.json(ADAS_BODY)));
        AUTH.server().stubFor(access("lumen").willReturn(StandInAuth.json("{}").withStatus(403)));
    }

    @Override
    void logout() {
        AUTH.server().stubFor(access("acme").willReturn(StandInAuth.json("{}").withStatus(401)));
    }

    @Override
    void breakDown() {
        AUTH.hangUp();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 302, 400, 404, 429, 500, 503})
    void anyOtherStatusIsAnOutage(int status) {
        assertThat(answerTo(StandInAuth.json(ADAS_BODY).withStatus(status).withHeader("Location", "/auth/me/access")))
                .isInstanceOf(AggregatedAnswer.Outage.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "acme"                        | "lumen"
            "m-1"                         | "m:1"
            "m-1"                         | null
            "17.4"                        | "17\\n4"
            "17.4"                        | null
            "17.4"                        | {}
            "trial"                       | "paid"
            "trial"                       | null
            "2027-01-01T01:00:00+01:00"   | "tomorrow"
            "2027-01-01T01:00:00+01:00"   | 1767225600
            "2026-01-01T00:05:00Z"        | null
            "module":"promoter"           | "module":"Promoter!"
            ["finance.*","promoter.events.read"] | ["finance.*",7]
            ["finance.*","promoter.events.read"] | "finance.*"
            "somethingNew"                | "companyId"
            "base":                       | "basis":
            """)
    void whatCannotBeUsedIsAnOutage(String from, String to) {
        assertThat(ADAS_BODY).contains(from);
        assertThat(answerTo(StandInAuth.json(ADAS_BODY.replace(from, to)))).isInstanceOf(AggregatedAnswer.Outage.class);
    }

    @Test
    void aCompanyWithoutABaseHasNone() {
        String body = ADAS_BODY.replaceAll("\"base\":\\{[^}]*}", "\"base\":null");
        assertThat(answerTo(StandInAuth.json(body))).isInstanceOfSatisfying(AggregatedAnswer.Access.class,
                access -> assertThat(access.entitlements().base()).isNull());
    }

    @Test
    void aNumberIsAVersionToo() {
        assertThat(answerTo(StandInAuth.json(ADAS_BODY.replace("\"17.4\"", "17"))))
                .isInstanceOfSatisfying(AggregatedAnswer.Access.class,
                        access -> assertThat(access.version()).isEqualTo("17"));
    }

    @Test
    void anEntitledModuleWithoutAReadableNameGivesNothing() {
        String body = ADAS_BODY.replace("[\"promoter\",\"finance\"],\"granted",
                "[\"promoter\",\"*\",\"ai\"],\"granted");
        assertThat(answerTo(StandInAuth.json(body))).isInstanceOfSatisfying(AggregatedAnswer.Access.class,
                access -> assertThat(access.entitlements().addons()).singleElement().satisfies(
                        addon -> assertThat(addon.modules()).containsExactly(new ModuleKey("ai"))));
    }

    @Test
    void anotherContentTypeIsAnOutage() {
        assertThat(answerTo(aResponse().withHeader("Content-Type", "text/html").withBody(ADAS_BODY)))
                .isEqualTo(new AggregatedAnswer.Outage("the answer is not JSON"));
    }

    @Test
    void anAnswerBeyondTheBoundIsAnOutage() {
        assertThat(answerTo(StandInAuth.json(ADAS_BODY + " ".repeat(1 << 20))))
                .isEqualTo(new AggregatedAnswer.Outage(
                        "the answer is too large: the answer is longer than 1048576 bytes"));
    }

    @Test
    void aSlowAnswerIsAnOutageInTime() {
        assertThat(answerTo(StandInAuth.slow(ADAS_BODY))).isInstanceOf(AggregatedAnswer.Outage.class);
    }

    @Test
    void aTokenThatIsNoHeaderValueIsAnOutageAndReachesNobody() {
        assertThat(Answers.to(aggregated().access(ACME, "a\r\nX-Evil: 1"))).isInstanceOf(AggregatedAnswer.Outage.class);
        assertThat(AUTH.server().getAllServeEvents()).extracting(event -> event.getRequest().getHeader("Authorization"))
                .doesNotContain("Bearer a");
    }

    @Test
    void theTokenFollowsNoRedirect() {
        AUTH.server().stubFor(get("/elsewhere").willReturn(StandInAuth.json(ADAS_BODY)));
        AUTH.server().stubFor(
                access("acme").willReturn(aResponse().withStatus(307).withHeader("Location", "/elsewhere")));
        assertThat(Answers.to(aggregated().access(new CompanyId("acme"), TOKEN)))
                .isEqualTo(new AggregatedAnswer.Outage("status 307"));
    }
}
