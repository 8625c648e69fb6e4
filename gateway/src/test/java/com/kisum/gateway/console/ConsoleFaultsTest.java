package com.kisum.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.browser.Browser;
import com.kisum.browser.Tab;
import com.kisum.gateway.redis.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does the console show of a gateway that has nothing to do, and of one that stands on nothing? */
final class ConsoleFaultsTest {
    @TempDir
    private static Path profile;

    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start(profile);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void fromNothingToDoToNothingToStandOn(@TempDir Path folder) throws Exception {
        try (RedisProcess redis = RedisProcess.start()) {
            Tab tab;
            try (ConsoleWorld world = new ConsoleWorld(folder, redis.uri())) {
                tab = world.opened(browser.tab(), "live");
                tab.untilText("#link", "live").untilText("#view", "Nothing yet");
                tab.askingUntilText("#state", "all well").press("4")
                        .askingUntilText("#view", "1 of 1 primaries tell of changes");
                assertThat(tab.text("#view")).contains("Not edited since the start", "Signing keys read");

                redis.kill();
                tab.askingUntilText(".problems", "Redis has not told of changes for");

                world.ports.entitlements().goesDown("for the test");
                for (int i = 0; i < 3; i++) {
                    assertThat(world.ask("cleo", "acme", "GET", "/api/finance/expenses/7")).isEqualTo(503);
                }
                tab.press("1").untilText("#decisions", "ACCESS_UNAVAILABLE");
                assertThat(tab.text("#decisions")).contains("failed", "503");
                tab.askingUntilText(".problems", "requests failed in the last minute: ACCESS_UNAVAILABLE 3");
                tab.click("#decisions li:first-child button").untilText("#decisions .card",
                        "the SRE on duty: restore Core");
            }
            tab.askingUntilText("#state", "silent").untilText(".problems", "The gateway cannot be reached");
            assertThat(tab.text("#link")).isEqualTo("interrupted");
            assertThat(tab.text("#decisions")).as("what is known stays").contains("ACCESS_UNAVAILABLE");
            assertThat(tab.complaints()).isEmpty();
            tab.close();
        }
    }
}
