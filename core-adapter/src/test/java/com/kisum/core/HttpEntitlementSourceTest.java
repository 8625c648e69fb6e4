package com.kisum.core;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static com.kisum.core.EntitlementContract.ACME;
import static com.kisum.core.EntitlementContract.LUMEN;
import static com.kisum.core.EntitlementContract.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.kisum.policy.access.CompanyId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.TcpServer;

/** What does the adapter say when Core misbehaves? Always an outage, soon, and nothing of it is left behind. */
final class HttpEntitlementSourceTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String GOOD = """
            {"companyId":"acme","entitlementVersion":17,"basic":{"package":"p","status":"active","modules":["promoter"]},"addons":[]}""";

    private final WireMockServer core = started();
    private final List<AutoCloseable> opened = new ArrayList<>();

    private static WireMockServer started() {
        WireMockServer server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        return server;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        core.stop();
    }

    private OpenedAdapter adapter(int port, Duration timeout, int maxConcurrent) {
        OpenedAdapter adapter = OpenedAdapter.to(port, timeout, maxConcurrent);
        opened.add(adapter);
        return adapter;
    }

    private OpenedAdapter adapter(Duration timeout) {
        return adapter(core.port(), timeout, 8);
    }

    private void coreAnswers(ResponseDefinitionBuilder response) {
        core.resetMappings();
        core.stubFor(get(anyUrl()).willReturn(response));
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static void assertOutage(EntitlementAnswer answer, String cause) {
        assertThat(answer).isInstanceOfSatisfying(EntitlementAnswer.Outage.class,
                outage -> assertThat(outage.cause()).contains(cause));
    }

    private static void assertKnown(EntitlementAnswer answer) {
        assertThat(answer).isInstanceOfSatisfying(EntitlementAnswer.Known.class,
                known -> assertThat(known.entitlements().version()).isEqualTo(17));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 304, 400, 401, 403, 404, 418, 429, 500, 502, 503, 504})
    void anyStatusBut200IsAnOutage(int status) {
        coreAnswers(json(GOOD).withStatus(status).withHeader("Location", "/elsewhere"));
        OpenedAdapter adapter = adapter(LONG);
        assertOutage(adapter.ask(ACME), "Core answered " + status);
        assertThat(adapter.calls(CallOutcome.STATUS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/plain", "application/jsonx", "application/problem", "json"})
    void anotherContentTypeIsAnOutage(String type) {
        coreAnswers(json(GOOD).withHeader("Content-Type", type));
        assertOutage(adapter(LONG).ask(ACME), "content type");
    }

    @Test
    void noContentTypeIsAnOutage() {
        coreAnswers(aResponse().withBody(GOOD));
        assertOutage(adapter(LONG).ask(ACME), "content type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON",
            "application/vnd.core+json"})
    void jsonByAnyOfItsNamesIsRead(String type) {
        core.stubFor(get(anyUrl()).willReturn(aResponse().withHeader("Content-Type", type).withBody(GOOD)));
        assertKnown(adapter(LONG).ask(ACME));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void brokenHttpIsAnOutage(Fault fault) {
        coreAnswers(aResponse().withFault(fault));
        OpenedAdapter adapter = adapter(LONG);
        assertOutage(adapter.ask(ACME), "Core cannot be reached");
        assertThat(adapter.calls(CallOutcome.UNREACHABLE)).isEqualTo(1);
    }

    @Test
    void aClosedPortIsAnOutage() {
        int port = core.port();
        core.stop();
        assertOutage(adapter(port, LONG, 8).ask(ACME), "Core cannot be reached");
    }

    @Test
    void aServerThatTakesTheCallAndSaysNothingIsAnOutageWithinTheTimeout() {
        DisposableServer silent = TcpServer.create().host("127.0.0.1").port(0)
                .handle((in, out) -> in.receive().then(Mono.never()))
                .bindNow();
        opened.add(silent::disposeNow);
        OpenedAdapter adapter = adapter(silent.port(), SHORT, 8);
        assertOutage(adapter.ask(ACME), "within 300 ms");
        assertThat(adapter.calls(CallOutcome.TIMEOUT)).isEqualTo(1);
    }

    @Test
    void anAnswerThatDribblesIsAnOutageWithinTheTimeout() {
        coreAnswers(json(GOOD).withChunkedDribbleDelay(100, 60_000));
        assertOutage(adapter(SHORT).ask(ACME), "within 300 ms");
    }

    @Test
    void anAnswerOfTheLargestSizeIsReadAndALongerOneIsAnOutage() {
        String filled = GOOD + " ".repeat(BoundedBody.MAX_BYTES - GOOD.length());
        coreAnswers(json(filled));
        OpenedAdapter adapter = adapter(LONG);
        assertKnown(adapter.ask(ACME));
        coreAnswers(json(filled + " "));
        assertOutage(adapter.ask(ACME), "longer than 1048576 bytes");
        assertThat(adapter.calls(CallOutcome.UNUSABLE)).isEqualTo(1);
    }

    @RepeatedTest(10)
    void anAnswerWithoutEndIsNotReadForEver() {
        assertNotReadForEver(200);
        assertNotReadForEver(500);
    }

    private void assertNotReadForEver(int status) {
        byte[] chunk = new byte[64 * 1024];
        Sinks.Empty<Void> stopped = Sinks.empty();
        DisposableServer endless = HttpServer.create().host("127.0.0.1").port(0)
                .handle((request, response) -> response.status(status).header("Content-Type", "application/json")
                        .sendByteArray(Flux.generate(sink -> sink.next(chunk))).then()
                        .doOnError(gone -> stopped.tryEmitEmpty())
                        .doOnCancel(stopped::tryEmitEmpty))
                .bindNow();
        opened.add(endless::disposeNow);
        assertOutage(adapter(endless.port(), LONG, 8).ask(ACME), status == 200 ? "longer than" : "Core answered 500");
        stopped.asMono().block(PATIENCE);
    }

    @Test
    void aCallBeyondTheBulkheadIsAnOutageAtOnceAndOthersGoOn() {
        coreAnswers(json(GOOD).withFixedDelay(60_000));
        OpenedAdapter adapter = adapter(core.port(), LONG, 2);
        Disposable first = adapter.source().entitlementsOf(ACME).subscribe();
        Disposable second = adapter.source().entitlementsOf(LUMEN).subscribe();
        assertOutage(adapter.ask(ACME), "too many calls");
        assertThat(adapter.calls(CallOutcome.FULL)).isEqualTo(1);
        first.dispose();
        second.dispose();
    }

    @Test
    void callersThatGoAwayLeaveNothingBehind() {
        AtomicBoolean answering = new AtomicBoolean();
        DisposableServer hesitant = HttpServer.create().host("127.0.0.1").port(0)
                .handle((request, response) -> answering.get()
                        ? response.header("Content-Type", "application/json").sendString(Mono.just(GOOD))
                        : Mono.never())
                .bindNow();
        opened.add(hesitant::disposeNow);
        OpenedAdapter adapter = adapter(hesitant.port(), LONG, 2);
        for (int i = 0; i < 50; i++) {
            adapter.source().entitlementsOf(ACME).subscribe().dispose();
            Flux.range(0, 2).flatMap(ignored -> adapter.source().entitlementsOf(ACME)).take(Duration.ofMillis(i % 20))
                    .blockLast(PATIENCE);
        }
        assertThat(adapter.calls(CallOutcome.CANCELLED)).isGreaterThan(100);
        assertThat(adapter.calls(CallOutcome.FULL)).isZero();
        answering.set(true);
        List<EntitlementAnswer> both = Flux.range(0, 2).flatMap(ignored -> adapter.source().entitlementsOf(ACME))
                .collectList()
                .block(PATIENCE);
        assertThat(both).hasSize(2).allSatisfy(HttpEntitlementSourceTest::assertKnown);
    }

    @Test
    void aTimeoutGivesItsPlaceBack() {
        coreAnswers(json(GOOD).withFixedDelay(60_000));
        OpenedAdapter adapter = adapter(core.port(), SHORT, 1);
        assertOutage(adapter.ask(ACME), "within");
        coreAnswers(json(GOOD));
        assertKnown(adapter.ask(ACME));
    }

    @Test
    void anOpenBreakerSparesCoreAndIsHealedWithinTwoSecondsOfItsReturn() {
        coreAnswers(json(GOOD).withStatus(500));
        OpenedAdapter adapter = adapter(LONG);
        askManyTimes(adapter, ACME, 30);
        assertOutage(adapter.ask(ACME), "failed too often");
        assertThat(adapter.breakers.circuitBreaker(CoreAdapter.BREAKER).getState())
                .isEqualTo(CircuitBreaker.State.OPEN);
        assertThat(core.countRequestsMatching(WireMock.getRequestedFor(anyUrl()).build()).getCount()).isLessThan(30);
        assertThat(adapter.calls(CallOutcome.OPEN)).isPositive();

        coreAnswers(json(GOOD));
        assertKnown(askUntilKnown(adapter, Duration.ofSeconds(2)));
    }

    @Test
    void callersThatGoAwayWhileTheBreakerTriesAgainDoNotKeepItShut() {
        coreAnswers(json(GOOD).withStatus(500));
        OpenedAdapter adapter = adapter(LONG);
        askManyTimes(adapter, ACME, 30);
        coreAnswers(json(GOOD).withFixedDelay(60_000));
        adapter.breakers.circuitBreaker(CoreAdapter.BREAKER).transitionToHalfOpenState();
        for (int i = 0; i < 10; i++) {
            adapter.source().entitlementsOf(ACME).subscribe().dispose();
        }
        coreAnswers(json(GOOD));
        assertKnown(adapter.ask(ACME));
    }

    @Test
    void oneCompanyWithoutUsableFactsDoesNotTakeCoreAwayFromTheOthers() {
        core.stubFor(get("/internal/companies/lumen/entitlements").willReturn(json("{}")));
        core.stubFor(get("/internal/companies/acme/entitlements").willReturn(json(GOOD)));
        OpenedAdapter adapter = adapter(LONG);
        askManyTimes(adapter, LUMEN, 40);
        askManyTimes(adapter, new CompanyId("unknown-to-core"), 40);
        assertKnown(adapter.ask(ACME));
    }

    @Test
    void closingLetsACallThatIsUnderWayComeToItsEnd() {
        coreAnswers(json(GOOD).withFixedDelay(300));
        OpenedAdapter adapter = adapter(LONG);
        Mono<EntitlementAnswer> call = adapter.source().entitlementsOf(ACME).cache();
        call.subscribe();
        adapter.source().entitlementsOf(LUMEN).timeout(Duration.ofMillis(100), Mono.empty()).block(PATIENCE);
        adapter.close();
        assertKnown(Objects.requireNonNull(call.block(PATIENCE)));
    }

    private static void askManyTimes(OpenedAdapter adapter, CompanyId company, int times) {
        Flux.range(0, times).concatMap(ignored -> adapter.source().entitlementsOf(company)).blockLast(PATIENCE);
    }

    private static EntitlementAnswer askUntilKnown(OpenedAdapter adapter, Duration within) {
        return Objects.requireNonNull(
                Mono.defer(() -> adapter.source().entitlementsOf(ACME)).delaySubscription(Duration.ofMillis(20))
                        .repeat().filter(EntitlementAnswer.Known.class::isInstance).next().block(within));
    }
}
