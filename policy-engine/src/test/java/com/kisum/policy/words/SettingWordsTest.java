package com.kisum.policy.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.BodyLimit;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.OnOutage;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Timeout;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SettingWordsTest {
    @Test
    void spellsDurationsInTheLargestUnitThatDivides() {
        assertThat(SettingWords.of(Duration.ofMillis(250))).isEqualTo("250ms");
        assertThat(SettingWords.of(Duration.ofMillis(1_500))).isEqualTo("1500ms");
        assertThat(SettingWords.of(Duration.ofSeconds(10))).isEqualTo("10s");
        assertThat(SettingWords.of(Duration.ofSeconds(90))).isEqualTo("90s");
        assertThat(SettingWords.of(Duration.ofMinutes(90))).isEqualTo("90m");
        assertThat(SettingWords.of(Duration.ofHours(2))).isEqualTo("2h");
        assertThat(SettingWords.of(Duration.ZERO)).isEqualTo("0ms");
    }

    @Test
    void spellsTimeoutsAndBodyLimits() {
        assertThat(SettingWords.of(new Timeout.After(Duration.ofSeconds(5)))).isEqualTo("5s");
        assertThat(SettingWords.of(new Timeout.Unlimited())).isEqualTo("unlimited");
        assertThat(SettingWords.of(new BodyLimit.Bytes(10L << 20))).isEqualTo("10MB");
        assertThat(SettingWords.of(new BodyLimit.Bytes(1536L << 10))).isEqualTo("1536KB");
        assertThat(SettingWords.of(new BodyLimit.Bytes(2L << 30))).isEqualTo("2GB");
        assertThat(SettingWords.of(new BodyLimit.Bytes(1_000))).isEqualTo("1000 bytes");
        assertThat(SettingWords.of(new BodyLimit.Unlimited())).isEqualTo("unlimited");
    }

    @Test
    void spellsRateLimits() {
        assertThat(SettingWords.of(limit(20, Duration.ofMinutes(1), RateLimit.Scope.ADDRESS)))
                .isEqualTo("20/m per address");
        assertThat(SettingWords.of(limit(5, Duration.ofSeconds(1), RateLimit.Scope.USER))).isEqualTo("5/s per user");
        assertThat(SettingWords.of(limit(1, Duration.ofHours(1), RateLimit.Scope.COMPANY)))
                .isEqualTo("1/h per company");
        assertThat(SettingWords.of(limit(7, Duration.ofSeconds(10), RateLimit.Scope.USER))).isEqualTo("7/10s per user");
        assertThat(SettingWords.of(new RateLimit.None())).isEqualTo("none");
    }

    @Test
    void spellsChoicesAsTheFileDoes() {
        assertThat(SettingWords.of(AccessLevel.AUTHENTICATED)).isEqualTo("authenticated");
        assertThat(SettingWords.of(Mode.SHADOW)).isEqualTo("shadow");
        assertThat(SettingWords.of(GracePolicy.READ)).isEqualTo("read");
        assertThat(SettingWords.of(new OnOutage.Deny())).isEqualTo("deny");
        assertThat(SettingWords.of(new OnOutage.Stale(Duration.ofSeconds(45)))).isEqualTo("stale 45s");
        Requirement none = null;
        assertThat(SettingWords.of(none)).isEqualTo("none");
        assertThat(SettingWords.of(new Requirement.NeedsModule(new ModuleKey("ai")))).isEqualTo("module ai");
    }

    private static RateLimit limit(int count, Duration per, RateLimit.Scope scope) {
        return new RateLimit.Limited(count, per, scope);
    }
}
