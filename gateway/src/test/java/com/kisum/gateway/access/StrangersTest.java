package com.kisum.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.fact.MemberKey;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** For how long is somebody a stranger without asking again? */
final class StrangersTest {
    private final AtomicLong nanos = new AtomicLong();

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void forTwoSecondsFromWhenTheQuestionBeganHoweverLongTheAnswerTook() {
        Strangers strangers = new Strangers(nanos::get);
        MemberKey eve = new MemberKey(new CompanyId("acme"), new UserId("eve"));
        passes(Duration.ofSeconds(60));
        long begun = nanos.get();
        passes(Duration.ofMillis(1_500));
        strangers.remember(eve, begun);
        assertThat(strangers.knows(eve)).isTrue();
        passes(Duration.ofMillis(600));
        assertThat(strangers.knows(eve)).isFalse();
    }
}
