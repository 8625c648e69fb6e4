package com.kisum.gateway.contract;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was written down of a request? Read where operators read it: on the logger of decision events. */
public final class DecisionEvents extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("kisum.decisions");

    /** Only once the application has started: a start sets up logging anew. */
    public static DecisionEvents listen() {
        DecisionEvents events = new DecisionEvents();
        events.start();
        events.logger.addAppender(events);
        return events;
    }

    /** The event of this request; those of others are passed over. */
    public JsonNode of(String requestId) throws InterruptedException {
        String line = lines.poll(3, TimeUnit.SECONDS);
        while (line != null) {
            JsonNode event = JSON.readTree(line);
            if (event.path("requestId").stringValue("").equals(requestId)) {
                return event;
            }
            line = lines.poll(3, TimeUnit.SECONDS);
        }
        throw new AssertionError("no decision event of request " + requestId);
    }

    /** All that were written down of this request by the time at which one of a later request is there. */
    public List<JsonNode> allOf(String requestId, String laterRequest) throws InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String line = lines.poll(3, TimeUnit.SECONDS);
        while (line != null) {
            JsonNode event = JSON.readTree(line);
            String id = event.path("requestId").stringValue("");
            if (id.equals(laterRequest)) {
                return all;
            }
            if (id.equals(requestId)) {
                all.add(event);
            }
            line = lines.poll(3, TimeUnit.SECONDS);
        }
        throw new AssertionError("no decision event of request " + laterRequest);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
    }
}
