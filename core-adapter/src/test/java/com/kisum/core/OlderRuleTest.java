package com.kisum.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

final class OlderRuleTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Logger logger = (Logger) LoggerFactory.getLogger(OlderRule.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final OlderRule rule = new OlderRule(InstantSource.fixed(NOW), 2);

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
    }

    private static Entitlements bought(String company, long version, @Nullable Subscription base,
            Subscription... addons) {
        return new Entitlements(new CompanyId(company), version, base, List.of(addons));
    }

    private static Subscription holding(SubscriptionStatus status, String module) {
        return EntitlementContract.holding(status, module);
    }

    private void compare(Entitlements entitlements, String enabled) {
        rule.compare(entitlements, JSON.readTree(enabled));
    }

    private List<String> messages() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void isSilentWhenCoreAgrees() {
        compare(bought("acme", 1, holding(SubscriptionStatus.ACTIVE, "promoter"),
                holding(SubscriptionStatus.TRIAL, "ai"),
                holding(SubscriptionStatus.GRACE, "touring")), "[\"ai\",\"promoter\"]");
        compare(bought("acme", 1, null), "[]");
        assertThat(messages()).isEmpty();
    }

    @Test
    void tellsAddonsThatCoreCountsWithoutABase() {
        compare(bought("dormant", 3, holding(SubscriptionStatus.CANCELLED, "promoter"),
                holding(SubscriptionStatus.ACTIVE, "finance")),
                "[\"finance\"]");
        assertThat(messages()).singleElement().asString()
                .contains("company dormant, version 3, enabledModules [finance], counting []");
    }

    @Test
    void tellsWhatHasEndedByTheClock() {
        compare(bought("acme", 1, holding(SubscriptionStatus.ACTIVE, "venue"),
                new Subscription(SubscriptionStatus.ACTIVE, null, NOW, EntitlementContract.keys("ai"))),
                "[\"ai\",\"venue\"]");
        assertThat(messages()).hasSize(1);
    }

    @Test
    void tellsOnceForEachVersionOfACompany() {
        Entitlements first = bought("acme", 1, null);
        compare(first, "[\"ai\"]");
        compare(first, "[\"ai\"]");
        compare(bought("acme", 2, null), "[\"ai\"]");
        assertThat(messages()).hasSize(2);
    }

    @Test
    void isBoundedHoweverManyCompaniesDiffer() {
        for (int i = 0; i < 1_000; i++) {
            compare(bought("company-" + i, 1, null), "[\"ai\"]");
        }
        assertThat(messages()).hasSize(3).last().asString().contains("more than 2 companies");
        compare(bought("company-1", 2, null), "[\"ai\"]");
        assertThat(messages()).hasSize(4);
    }
}
