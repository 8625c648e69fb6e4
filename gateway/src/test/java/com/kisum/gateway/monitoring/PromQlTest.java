package com.kisum.gateway.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.kisum.gateway.monitoring.PromQl.Condition;
import com.kisum.gateway.monitoring.PromQl.Selector;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does no metric and no label of an expression go by unseen? */
final class PromQlTest {
    @Test
    void everyMetricIsSeenWithItsConditions() {
        assertThat(PromQl
                .read("""
                        sum by (job) (rate(a_total{code=~"X|Y", mode!='shadow',}[5m])) / on (job) group_left sum(b:c offset 1h) > 0.5e-3
                          and up == 1 # unless d
                        """)
                .selectors()).containsExactly(
                        new Selector("a_total", List.of(new Condition("code", "=~", "X|Y"),
                                new Condition("mode", "!=", "shadow"))),
                        new Selector("b:c", List.of()), new Selector("up", List.of()));
    }

    @Test
    void everyListedLabelIsSeen() {
        assertThat(PromQl.read("sum by (x, y) (a) * on (z) group_left (w) b unless ignoring (v) (c)").listed())
                .containsExactlyInAnyOrder("x", "y", "z", "w", "v");
    }

    @Test
    void whatFollowsALonelyGroupLeftIsNoList() {
        PromQl read = PromQl.read("a / on (x) group_left (b + c)");
        assertThat(read.listed()).containsExactly("x");
        assertThat(read.selectors()).extracting(Selector::metric).containsExactly("a", "b", "c");
    }

    @Test
    void aMetricThatIsCalledLikeAnAggregationIsOne() {
        assertThat(PromQl.read("count{x=\"1\"} + sum(count)").selectors()).extracting(Selector::metric)
                .containsExactly("count", "count");
    }

    @Test
    void aResultHasTheLabelsThatItsFirstAggregationKeeps() {
        assertThat(PromQl.read("histogram_quantile(0.9, sum by (le, x) (a))").resultLabels(_ -> Set.of("y")))
                .containsExactlyInAnyOrder("le", "x");
        assertThat(PromQl.read("topk(3, sum by (x) (a))").resultLabels(_ -> Set.of("y"))).containsExactly("x");
        assertThat(PromQl.read("(a > 3) and sum by (x) (b)").resultLabels(_ -> Set.of("y"))).containsExactly("y");
        assertThat(PromQl.read("sum(a)").resultLabels(_ -> Set.of("y"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{job=\"x\"}", "a{b}", "a{b=c}", "a ? b", "sum by (1) (a)", "a{b=\"c}", "a{b=\"c\""})
    void whatIsNotUnderstoodIsAMistake(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PromQl.read(text));
    }
}
