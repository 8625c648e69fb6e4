package com.kisum.gateway.record;

import java.io.StringWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** How does a decision event look in the log? One JSON object, its fields always in the same order. */
final class DecisionLine {
    private final JsonFactory json = new JsonFactory();

    String of(DecisionEvent event) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator to = json.createGenerator(ObjectWriteContext.empty(), text)) {
            to.writeStartObject();
            to.writeStringProperty("time", event.time().toString());
            to.writeStringProperty("requestId", event.requestId());
            to.writeStringProperty("traceId", event.traceId());
            write(to, "userId", event.userId());
            write(to, "companyId", event.companyId());
            write(to, "membershipId", event.membershipId());
            to.writeStringProperty("endpoint", event.endpoint());
            to.writeStringProperty("route", event.route());
            to.writeStringProperty("action", event.action());
            to.writeStringProperty("result", lower(event.result()));
            write(to, "code", event.code());
            to.writeNumberProperty("status", event.status());
            if (event.upstreamStatus() == null) {
                to.writeNullProperty("upstreamStatus");
            } else {
                to.writeNumberProperty("upstreamStatus", event.upstreamStatus());
            }
            write(to, "accessVersion", event.accessVersion());
            write(to, "accessFrom", event.accessFrom() == null ? null : lower(event.accessFrom()));
            to.writeStringProperty("policyRevision", event.policyRevision());
            to.writeStringProperty("mode", event.mode());
            to.writeNumberProperty("durationMicros", event.durationMicros());
            to.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator to, String name, @Nullable String value) {
        if (value == null) {
            to.writeNullProperty(name);
        } else {
            to.writeStringProperty(name, value);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
