package com.kisum.sandbox.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorthReadingTest {
    private static final Instant NOON = Instant.parse("2027-01-01T12:00:00Z");

    private final WorthReading filter = new WorthReading();

    @Test
    void aWarningIsNewsOnceInAWhile() {
        assertThat(said(Level.WARN, "redis is away", NOON)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(said(Level.WARN, "redis is away", NOON.plusSeconds(9))).isEqualTo(FilterReply.DENY);
        assertThat(said(Level.WARN, "core is away", NOON.plusSeconds(9))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(said(Level.WARN, "redis is away", NOON.plus(Duration.ofSeconds(10)))).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void anErrorIsAlwaysNews() {
        assertThat(said(Level.ERROR, "routes.yml is not taken over", NOON)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(said(Level.ERROR, "routes.yml is not taken over", NOON)).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void whatShipsIsNoNewsAndWhatWasEditedIs() {
        assertThat(said(Level.WARN, "routes.yml:39:3: UNCATALOGUED_MODULE module 'vendor'", NOON))
                .isEqualTo(FilterReply.DENY);
        assertThat(said(Level.WARN, "routes.yml:50:3: WEAKER_FALLBACK it asks for less", NOON))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    private FilterReply said(Level level, String message, Instant when) {
        LoggingEvent event = new LoggingEvent();
        event.setLevel(level);
        event.setMessage(message);
        event.setInstant(when);
        return filter.decide(event);
    }
}
