package com.kisum.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.browser.Browser;
import com.kisum.browser.Tab;
import com.kisum.gateway.record.DecisionEvent;
import com.kisum.gateway.record.DecisionEvent.AccessFrom;
import com.kisum.gateway.record.DecisionEvent.Result;
import com.kisum.gateway.record.DecisionFeed;
import com.kisum.gateway.record.HalfHour;
import com.kisum.gateway.record.Recorder;
import com.kisum.gateway.redis.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What does the README show? Taken anew with {@code -Dconsole.screenshots=docs}, of a made-up half hour in which a backend was gone for a
 * few minutes; everything else is the application.
 */
@EnabledIfSystemProperty(named = "console.screenshots", matches = ".+", disabledReason = "pictures are taken when asked for")
final class ConsoleScreenshotsTest {
    private static final String[] PEOPLE = {"ada", "ada", "ada", "cleo", "cleo", "noah"};
    private static final String[] WISHES = {"GET /api/finance/expenses/7", "GET /api/finance/expenses/7",
            "GET /api/promoter/events/12", "GET /api/promoter/events/12", "GET /api/promoter/tours/3", "GET /auth/me",
            "GET /api/finance/income/2026", "POST /api/finance/expenses"};

    @Test
    void pictures(@TempDir Path profile) throws Exception {
        Path to = Files.createDirectories(
                Path.of(System.getProperty("project.dir"), System.getProperty("console.screenshots")));
        Path folder = Files.createDirectories(Path.of("target", "console")); // its name shows
        try (RedisProcess redis = RedisProcess.start();
                ConsoleWorld world = new ConsoleWorld(folder, redis.uri());
                Browser browser = Browser.start(profile)) {
            past(world);
            world.edit("GET /income/**, require: { permission: finance.income.read }",
                    "GET /income/**, require: { module: finance }");
            Random random = new Random(7);
            for (int i = 0; i < 120; i++) {
                String[] wish = WISHES[random.nextInt(WISHES.length)].split(" ", 2);
                world.ask(PEOPLE[random.nextInt(PEOPLE.length)], "acme", wish[0], wish[1]);
            }
            world.ask("vera", "lumen", "GET", "/api/finance/expenses/7");
            world.ask("nobody", "acme", "GET", "/auth/me");
            world.ask("ada", "acme", "GET", "/api/finance/expenses/7");
            world.ask("cleo", "acme", "POST", "/api/finance/expenses");
            Tab tab = world.opened(browser.tab(), "live");
            tab.untilText("#decisions", "PERMISSION_MISSING").untilText("#pace", "/s decided")
                    .until("window.Chart?.getChart('chart-requests')");
            tab.prefers("light").size(1240, 700, false).photograph(to.resolve("console-live-light.png"));
            tab.prefers("dark").click("#decisions li:first-child button").untilText("#decisions .card", "STEP BY STEP")
                    .photograph(to.resolve("console-why-dark.png"));
            tab.press("Escape").press("2").untilText("#routes", "finance.income").press("/").type("finance")
                    .until("document.querySelectorAll('#routes tbody tr').length === 5").press("Escape")
                    .prefers("light")
                    .photograph(to.resolve("console-routes-light.png"));
            tab.press("4").untilText("#view", "What that changed").prefers("dark").size(1240, 980, false)
                    .photograph(to.resolve("console-health-dark.png"));
            tab.press("1").size(390, 800, true).until("document.querySelector('#decisions li')")
                    .photograph(to.resolve("console-phone-dark.png"));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    /** Half an hour of a few dozen requests a second, told at once. */
    private static void past(ConsoleWorld world) {
        Recorder recorder = world.gateway().bean(Recorder.class);
        DecisionFeed feed = world.gateway().bean(DecisionFeed.class);
        Random random = new Random(3);
        Instant now = Instant.now();
        long told = 0;
        for (int step = HalfHour.STEPS - 1; step >= 0; step--) {
            boolean isFault = step > 60 && step < 85;
            int many = (int) (300 + 120 * Math.sin(step / 14.0) + random.nextInt(60));
            for (int i = 0; i < many; i++) {
                int dice = random.nextInt(100);
                String code = isFault && dice < 12
                        ? "BACKEND_UNAVAILABLE"
                        : dice < 16
                                ? "PERMISSION_MISSING"
                                : dice < 20 ? "TOKEN_EXPIRED" : dice < 22 ? "MODULE_NOT_ENTITLED" : null;
                recorder.record(event(now.minusSeconds(10L * step), code,
                        (long) (70 + Math.exp(random.nextGaussian() * 0.7 + 4))));
                told++;
            }
            long all = told;
            await().until(() -> feed.past().shown(now).outcomes().values().stream()
                    .flatMap(counts -> counts.stream()).mapToLong(Long::longValue).sum() >= all);
        }
    }

    private static DecisionEvent event(Instant time, @Nullable String code, long micros) {
        boolean passed = code == null || code.equals("BACKEND_UNAVAILABLE");
        return new DecisionEvent(time, "r", "t", "u-ada", "acme", "m-1", "GET /api/finance/expenses/**",
                "finance.expenses-read", "finance.expenses.read", passed ? Result.ALLOW : Result.DENY, code,
                code == null ? 200 : 403, code == null ? 200 : null, "17.4", AccessFrom.MEMORY, "0123456789ab",
                "enforce", micros);
    }
}
