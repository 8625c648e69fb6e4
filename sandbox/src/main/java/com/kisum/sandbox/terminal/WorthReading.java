package com.kisum.sandbox.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import com.kisum.policy.file.DiagnosticCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Is this warning news to the person who reads it? During an outage every request says the same; one line of it tells as much as a
 * thousand, and the decision events count them. Nor is it news that modules of the policy that ships have no permissions yet.
 */
public final class WorthReading extends Filter<ILoggingEvent> {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 256;
    private static final String NO_NEWS = " " + DiagnosticCode.UNCATALOGUED_MODULE.name() + " ";

    private final Map<String, Long> said = new LinkedHashMap<>();

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String line = event.getFormattedMessage();
        boolean isOld = event.getLevel().equals(Level.WARN)
                && (line.contains(NO_NEWS) || isRepeated(line, event.getTimeStamp()));
        return isOld ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private synchronized boolean isRepeated(String line, long now) {
        Long before = said.get(line);
        if (before != null && now - before < PAUSE.toMillis()) {
            return true;
        }
        said.remove(line);
        said.put(line, now);
        if (said.size() > MOST_REMEMBERED) {
            said.remove(said.keySet().iterator().next());
        }
        return false;
    }
}
