package com.kisum.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.browser.Browser;
import com.kisum.browser.Tab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Can it be read: in light and in dark, on a phone, by someone who hears it? */
final class ConsoleLooksTest {
    /** Of every text that shows, against the nearest background that is not transparent; what WCAG's AA asks for. */
    private static final String FAINT = """
            (() => {
              const parts = text => (text.match(/[\\d.]+/g) ?? []).map(Number);
              const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
                .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
              const behind = one => { for (let at = one; at; at = at.parentElement) {
                const colour = parts(getComputedStyle(at).backgroundColor);
                if (colour.length === 3 || colour[3] > 0.99) return colour; } return [255, 255, 255]; };
              const found = [];
              for (const one of document.querySelectorAll('#console *')) {
                const own = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
                if (!own || !one.checkVisibility() || one.disabled || one.matches('.unseen, option')) continue;
                const [a, b] = [light(parts(getComputedStyle(one).color)), light(behind(one))];
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${one.tagName}.${one.className} ${one.innerText}`);
              }
              return found.slice(0, 5).join(' | ');
            })()""";
    private static final String NAMELESS = """
            [...document.querySelectorAll('button, input, select, canvas, [role=tabpanel], dialog')].filter(one =>
              !(one.innerText?.trim() || one.ariaLabel || one.labels?.length || one.getAttribute('aria-labelledby')))
              .map(one => one.outerHTML).join(' ')""";

    @TempDir
    private static Path folder;
    @TempDir
    private static Path profile;

    private static Browser browser;
    private static ConsoleWorld world;
    private Tab tab;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start(profile);
        world = new ConsoleWorld(folder);
        world.ask("cleo", "acme", "POST", "/api/finance/expenses");
        world.ask("noah", "acme", "GET", "/api/promoter/tours/1");
        world.ask("ada", "acme", "GET", "/api/ai/research/1");
        world.ask("ada", "acme", "GET", "/api/finance/expenses/1");
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
    void open() throws IOException, InterruptedException {
        tab = world.opened(browser.tab(), "live");
        tab.untilText("#decisions", "PERMISSION_MISSING").untilText("#state", "to look at");
    }

    @AfterEach
    void nothingWentWrongInThePage() {
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    /** One view after the other, with something open in each. */
    private void inEachView(Runnable look) {
        tab.click("#decisions li:first-child button").until("document.querySelector('#decisions .steps')");
        look.run();
        tab.click("#tab-routes").until("document.querySelector('#routes tbody tr')");
        look.run();
        tab.click("button[aria-label='Explain venue']").until("document.querySelector('#explained')");
        look.run();
        tab.click("#tab-health").until("document.querySelector('#dependencies')");
        look.run();
    }

    @Test
    void everyTextStandsOutInLightAndInDark() {
        for (String scheme : List.of("light", "dark")) {
            tab.prefers(scheme).click("#tab-live");
            inEachView(() -> assertThat(tab.value(FAINT).asString("")).as(scheme).isEmpty());
            tab.click("#tab-live").press("Escape").until("!document.querySelector('#decisions .card')");
        }
    }

    @Test
    void theThemeIsTheSystemsUntilSomeoneChooses() {
        String background = "getComputedStyle(document.body).backgroundColor";
        tab.prefers("light").until(background + " === 'rgb(244, 246, 249)'").prefers("dark")
                .until(background + " === 'rgb(17, 21, 27)'").click("#theme").untilText("#theme", "light")
                .until(background + " === 'rgb(244, 246, 249)'").prefers("light").click("#theme")
                .until(background + " === 'rgb(17, 21, 27)'").click("#theme").untilText("#theme", "system");
    }

    @Test
    void nothingSticksOutOnAPhone() {
        tab.size(390, 844, true);
        inEachView(
                () -> assertThat(tab.value("document.documentElement.scrollWidth").asInt(0)).isLessThanOrEqualTo(390));
    }

    @Test
    void everythingThatCanBeUsedHasAName() {
        inEachView(() -> assertThat(tab.value(NAMELESS).asString("")).isEmpty());
        assertThat(tab.count("[aria-live]")).as("a stream that is read aloud would never end").isZero();
        assertThat(tab.count("[role=status]")).isEqualTo(1);
    }

    @Test
    void whatIsWrittenStaysWhileThePageIsDrawnAnew() {
        tab.click("#tab-explain").focus("input[name=user]").type("u-vera").focus("input[name=company]").type("lumen");
        String before = tab.value("document.querySelector('#now-requests').innerText + performance.now()").asString("");
        assertThat(before).isNotEmpty();
        tab.click("#tab-health").click("#tab-explain")
                .until("document.querySelector('input[name=user]').value === 'u-vera'")
                .until("document.querySelector('input[name=company]').value === 'lumen'");
    }
}
