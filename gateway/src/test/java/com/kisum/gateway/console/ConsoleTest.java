package com.kisum.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.browser.Browser;
import com.kisum.browser.Tab;
import com.kisum.gateway.record.DecisionFeed;
import com.kisum.gateway.record.Recorder;
import com.kisum.gateway.route.Policies;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does each view show what is so, at once, and by keyboard? In a real browser. */
final class ConsoleTest {
    @TempDir
    private static Path folder;
    @TempDir
    private static Path profile;

    private static Browser browser;
    private static ConsoleWorld world;
    private Tab tab;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start(profile);
        world = new ConsoleWorld(folder);
    }

    @AfterAll
    static void stop() {
        if (world != null) {
            world.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void newTab() throws IOException, InterruptedException {
        tab = browser.tab();
    }

    @AfterEach
    void nothingWentWrongInThePage() {
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    private void open(String view) {
        world.opened(tab, view);
    }

    @Test
    void itAsksForTheSecretAndForgetsItWithItsTab() throws Exception {
        tab.open(world.management() + "/console");
        tab.focus("input[name=secret]").type("a guess").press("Enter").untilText("#refusal", "not the secret");
        assertThat(tab.value("JSON.stringify([sessionStorage, localStorage])").asString("")).doesNotContain("guess");
        tab.focus("input[name=secret]");
        tab.value("document.querySelector('input[name=secret]').value = ''");
        tab.type(ConsoleWorld.SECRET).press("Enter").until("document.querySelector('[role=tab]')");
        assertThat(tab.value("JSON.stringify(localStorage) + document.cookie + location").asString(""))
                .doesNotContain(ConsoleWorld.SECRET);
        tab.open(world.management() + "/console/").until("document.querySelector('[role=tab]')"); // the same tab knows it
        try (Tab other = browser.tab().open(world.management() + "/console/")) {
            other.until("document.querySelector('input[name=secret]')");
        }
    }

    @Test
    void aDecisionShowsAtOnceAndOpensToItsExplanation() throws Exception {
        open("live");
        tab.untilText("#link", "live");
        assertThat(world.ask("cleo", "acme", "POST", "/api/finance/expenses")).isEqualTo(403);
        tab.untilText("#decisions li:first-child", "PERMISSION_MISSING");
        assertThat(tab.text("#decisions li:first-child")).contains("POST /api/finance/expenses", "u-cleo", "acme",
                "finance.expenses-write", "refused", "403");
        tab.click("#decisions li:first-child button").untilText("#decisions .card", "WHO CAN FIX IT");
        assertThat(tab.text("#decisions .card")).contains("they may have moved since",
                "the company's administrator", "finance.expenses.write", "membership", "requestId");
        world.ask("cleo", "acme", "GET", "/api/finance/expenses/7");
        tab.untilText("#newer", "1 newer"); // what is read does not run away
        assertThat(tab.text("#decisions li:first-child")).contains("PERMISSION_MISSING");
        tab.press("Escape").untilText("#decisions li:first-child", "passed");
    }

    @Test
    void anExplanationIsOfARequestThatTheSameRouteTakes() throws Exception {
        open("live");
        tab.untilText("#link", "live");
        world.ask("cleo", "acme", "PATCH", "/api/finance/expenses/4711");
        tab.untilText("#decisions li:first-child", "PATCH").click("#decisions li:first-child button")
                .untilText("#decisions .card .verdict", "PERMISSION_MISSING");
        assertThat(tab.text("#decisions .card .note")).contains("/api/finance/expenses/1")
                .doesNotContain("4711", "otherwise");
    }

    @Test
    void theGatewayFiltersWhatIsShown() throws Exception {
        open("live");
        tab.untilText("#link", "live");
        world.ask("ada", "acme", "GET", "/auth/me");
        tab.untilText("#decisions", "u-ada").focus("input[name=user]").type("VERA")
                .until("!document.querySelector('#decisions').innerText.includes('u-ada')").untilText("#link", "live");
        world.ask("ada", "acme", "GET", "/auth/me");
        world.ask("vera", "lumen", "GET", "/api/finance/expenses/7");
        tab.untilText("#decisions", "MODULE_NOT_ENTITLED");
        assertThat(tab.text("#decisions")).contains("u-vera").doesNotContain("u-ada");
    }

    @Test
    void whatStrangersChoseIsTextAndNothingElse() throws Exception {
        String markup = "<img src=x onerror=\"document.title='broken into'\"><b id=injected>";
        open("live");
        tab.untilText("#link", "live");
        world.gateway().bean(Recorder.class).record(ToldEvents.passed(markup, "venue"));
        tab.untilText("#decisions li:first-child", markup).click("#decisions li:first-child button")
                .untilText("#decisions .card", markup);
        tab.press("3").focus("input[name=path]").type("/" + markup).press("Enter")
                .untilText("#explained", "REQUEST_AMBIGUOUS").untilText("#explained", "refused at character 2");
        assertThat(tab.count("#injected, main img")).isZero();
        assertThat(tab.value("document.title").asString("")).isEqualTo("Gateway console");
    }

    @Test
    void routesStandInTheirEffectiveOrderAndCanBeSearchedAndSorted() throws Exception {
        world.ask("noah", "acme", "GET", "/api/finance/expenses/7");
        open("routes");
        tab.until("document.querySelectorAll('#routes tbody tr').length === 12");
        assertThat(tab.text("#routes")).contains("finance.expenses-write", "PUT|PATCH", "team-finance", "shadow",
                "rateLimit 20/m per address", "line ");
        assertThat(tab.text("#routes tbody tr:first-child")).contains("/api/ai/research/**");
        tab.press("/").type("api /expenses").until("document.querySelectorAll('#routes tbody tr').length === 3");
        assertThat(tab.text("#found")).isEqualTo("3 of 12 matches");
        tab.click("#routes thead th:nth-child(8) button").until(
                "document.querySelector('#routes thead th:nth-child(8)').ariaSort === 'descending'");
        assertThat(tab.text("#routes tbody tr:first-child")).contains("finance.expenses-read");
        tab.click("button[aria-label='Explain finance.expenses-read']").untilText("#explained", "TOKEN_MISSING");
    }

    @Test
    void anExplanationIsTheProductionDecision() throws Exception {
        open("explain?user=u-vera&company=lumen&method=GET&path=/api/finance/expenses/7");
        tab.untilText("#explained .verdict", "MODULE_NOT_ENTITLED");
        assertThat(tab.text("#explained")).contains("the company's owner: buy the module finance", "Route", "Company",
                "entitlements", "17");
        tab.focus("input[name=user]").type(" is no id").press("Enter").untilText("[role=alert]", "user is not an id");
    }

    @Test
    void healthShowsWhatAnEditChangedAndWhyOneWasNotTakenOver() throws Exception {
        open("health");
        tab.untilText("#view", "Not edited since the start").askingUntilText("#view", "jwks")
                .untilText("#view", "memory");
        world.edit("require: { permission: finance.income.read }", "require: { module: finance }");
        tab.askingUntilText("#view .changes", "opens");
        assertThat(tab.text("#view .changes")).contains("/api/finance/income");
        world.edit("access: authenticated", "acess: authenticated");
        tab.askingUntilText(".problems", "not taken over").untilText("#view .mistakes", "acess");
        world.edit("acess: authenticated", "access: authenticated");
        world.edit("GET /income/**, require: { module: finance }",
                "GET /income/**, require: { permission: finance.income.read }");
        tab.askingUntilText("#view .changes", "closes");
        await().until(() -> world.gateway().bean(Policies.class).lastReload().isPresent());
    }

    @Test
    void everythingIsDoneByKeyboard() throws Exception {
        open("live");
        tab.press("2").until("document.querySelector('#tab-routes').ariaSelected === 'true'")
                .focus("#tab-routes").press("ArrowRight")
                .until("document.activeElement.id === 'tab-explain' && document.querySelector('.fields')");
        assertThat(tab.value("getComputedStyle(document.activeElement).outlineStyle").asString("")).isEqualTo("solid");
        tab.press("?").until("document.querySelector('#help')?.open").press("Escape")
                .until("!document.querySelector('#help')");
        tab.press("/").until("document.activeElement.name === 'user'").type("1").press("Escape")
                .until("document.activeElement === document.body");
        tab.press("1").untilText("#link", "live");
        world.ask("nobody", "acme", "GET", "/auth/me");
        tab.untilText("#decisions li:first-child", "TOKEN_MISSING").press("j")
                .until("document.activeElement.matches('#decisions button.row')").press("Enter")
                .untilText("#decisions .card", "STEP BY STEP");
        tab.press("Escape").until("!document.querySelector('#decisions .card')").press("p")
                .untilText("#link", "paused").press("p").untilText("#link", "live");
        String before = tab.text("#theme");
        tab.press("t").until("document.querySelector('#theme').innerText !== " + Tab.quoted(before));
    }

    @Test
    void theLastHalfHourIsDrawnAndSaid() throws Exception {
        for (int i = 0; i < 30; i++) {
            world.ask("cleo", "acme", "GET", "/api/finance/expenses/7");
        }
        open("live");
        tab.until("document.querySelectorAll('canvas').length === 3").until("window.Chart")
                .until("Chart.getChart('chart-requests')?.data.datasets.length === 4");
        assertThat(tab.value("document.querySelector('#chart-requests').ariaLabel").asString(""))
                .startsWith("Requests over the last half hour");
    }

    @Test
    void aThousandASecondAreCountedAndNotAllDrawn() throws Exception {
        open("live");
        tab.untilText("#link", "live");
        Recorder recorder = world.gateway().bean(Recorder.class);
        for (int i = 0; i < 20_000; i++) {
            recorder.record(ToldEvents.passed("u-many", "venue"));
        }
        tab.untilText("#missed", "not shown");
        assertThat(tab.count("#decisions li")).isLessThanOrEqualTo(150);
        world.ask("cleo", "acme", "POST", "/api/finance/expenses");
        tab.untilText("#decisions li:first-child", "PERMISSION_MISSING");
    }

    @Test
    void theStreamEndsWhenThePageIsClosed() throws Exception {
        DecisionFeed feed = world.gateway().bean(DecisionFeed.class);
        await().until(() -> feed.listening() == 0);
        open("live");
        tab.untilText("#link", "live");
        assertThat(feed.listening()).isEqualTo(1);
        tab.open("about:blank");
        await().until(() -> feed.listening() == 0);
    }
}
