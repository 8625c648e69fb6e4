package com.kisum.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.answer.AnswerCode;
import com.kisum.gateway.record.DecisionListener.Batch;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept for those who watch, and of what was? */
final class DecisionFeedTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:03Z");

    private final DecisionFeed feed = new DecisionFeed();

    private static DecisionEvent event(Instant time, String user, @Nullable String code, @Nullable Integer upstream,
            boolean allowed, long micros) {
        return new DecisionEvent(time, "r", "t", user, "acme", null, "GET /a", "a", "GET",
                allowed ? DecisionEvent.Result.ALLOW : DecisionEvent.Result.DENY, code, 0, upstream, null, null, "0",
                "enforce", micros);
    }

    private void tell(String line) {
        feed.tell(event(NOON, "u", null, 200, true, 5), line);
    }

    private DecisionListener listen(DecisionFilter filter) {
        return feed.listen(filter).orElseThrow();
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void whoReadsSlowlyIsShownTheNewestAndToldHowManyAreMissing() {
        DecisionListener slow = listen(DecisionFilter.ALL);
        lines(0, DecisionListener.ROOM + 5).forEach(this::tell);
        assertThat(slow.take())
                .isEqualTo(new Batch(DecisionListener.ROOM + 5, 5, lines(5, DecisionListener.ROOM + 5)));
        assertThat(slow.waits()).isFalse();
        assertThat(slow.take()).isEqualTo(new Batch(0, 0, List.of()));
    }

    @Test
    void whoComesLaterIsShownTheLastOnes() {
        lines(0, DecisionListener.ROOM + 5).forEach(this::tell);
        assertThat(listen(DecisionFilter.ALL).take()).as("they are not new")
                .isEqualTo(new Batch(0, 0, lines(5, DecisionListener.ROOM + 5)));
    }

    @Test
    void whoHasGoneIsNotKept() {
        DecisionListener one = listen(DecisionFilter.ALL);
        one.close();
        tell("0");
        assertThat(feed.listening()).isZero();
        assertThat(one.waits()).isFalse();
        feed.close();
        assertThat(feed.listen(DecisionFilter.ALL)).as("there is no more to come").isEmpty();
    }

    @Test
    void partsOfNamesAreEnoughAndWhatIsNotKnownIsNotFound() {
        DecisionListener ada = listen(new DecisionFilter(Outcome.REFUSED, "NOT_A_MEMBER", "A", "aDa", "acme"));
        feed.tell(event(NOON, "u-ada", "NOT_A_MEMBER", null, false, 5), "refused");
        feed.tell(event(NOON, "u-ada", "TOKEN_MISSING", null, false, 5), "another code");
        feed.tell(event(NOON, "u-noah", "NOT_A_MEMBER", null, false, 5), "another user");
        assertThat(ada.take().lines()).containsExactly("refused");
    }

    @Test
    void eachOutcomeIsOne() {
        assertThat(Outcome.of(event(NOON, "u", null, 503, true, 1))).as("a backend's own").isEqualTo(Outcome.PASSED);
        assertThat(Outcome.of(event(NOON, "u", "NOT_A_MEMBER", 200, false, 1))).isEqualTo(Outcome.SHADOWED);
        assertThat(Outcome.of(event(NOON, "u", "BACKEND_TIMEOUT", null, true, 1))).isEqualTo(Outcome.FAILED);
        assertThat(Outcome.of(event(NOON, "u", null, null, false, 1))).as("gone before").isEqualTo(Outcome.REFUSED);
        for (AnswerCode code : AnswerCode.values()) {
            assertThat(Outcome.of(event(NOON, "u", code.name(), null, false, 1))).as(code.name())
                    .isEqualTo(code.status() >= 500 ? Outcome.FAILED : Outcome.REFUSED);
        }
    }

    @Test
    void theHalfHourHasAPlaceForEachStepAndForgetsWhatIsOlder() {
        HalfHour past = new HalfHour();
        past.add(event(NOON.minusSeconds(1800), "u", null, 200, true, 5));
        past.add(event(NOON.minusSeconds(20), "u", "NO_ROUTE", null, false, 5));
        for (int i = 0; i < 99; i++) {
            past.add(event(NOON, "u", null, 200, true, 100));
        }
        past.add(event(NOON, "u", null, 200, true, 90_000));
        past.add(event(NOON.minusSeconds(1800), "u", null, 200, true, 5)); // the clock was set back
        HalfHour.Shown shown = past.shown(NOON);
        assertThat(shown.until()).isEqualTo(Instant.parse("2026-11-21T12:00:10Z"));
        List<Long> passed = shown.outcomes().getOrDefault(Outcome.PASSED, List.of());
        assertThat(passed).hasSize(HalfHour.STEPS).last().isEqualTo(100L);
        assertThat(passed.stream().mapToLong(Long::longValue).sum()).isEqualTo(100);
        assertThat(shown.codes()).containsOnlyKeys("NO_ROUTE");
        assertThat(shown.codes().getOrDefault("NO_ROUTE", List.of()).get(HalfHour.STEPS - 3)).isEqualTo(1);
        assertThat(shown.micros().getOrDefault("p50", List.of()).getLast()).isBetween(100L, 125L);
        assertThat(shown.micros().getOrDefault("p99", List.of()).getLast()).isBetween(100L, 125L);
        assertThat(shown.micros().getOrDefault("p50", List.of()).getFirst()).isNull();
        assertThat(past.shown(NOON.plusSeconds(1800)).codes()).isEmpty();
    }

    @Test
    void durationsAreToldToAQuarter() {
        for (long micros = 0; micros < 100_000_000L; micros = micros * 9 / 8 + 1) {
            Durations one = new Durations();
            one.add(micros);
            Long below = one.below(0.5);
            assertThat(below).isNotNull();
            if (micros < 1L << 27) {
                assertThat(below).isBetween(micros, micros + micros / 4);
            }
        }
    }
}
