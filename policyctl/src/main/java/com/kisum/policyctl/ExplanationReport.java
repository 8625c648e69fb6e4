package com.kisum.policyctl;

import com.kisum.policy.Decision;
import com.kisum.policy.DenyReason;
import com.kisum.policy.PolicyEngine;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.Route;
import com.kisum.policy.words.ReasonWords;
import com.kisum.policy.words.Remedy;
import com.kisum.policy.words.RemedyWords;
import com.kisum.policy.words.StepWords;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Prints one decision: every step to it, the answer, and who would have to change what. */
final class ExplanationReport {
    private static final String SHADOW_NOTE = "The route is in shadow mode: a denial for company or access is recorded, and the request passes all the same.";

    private final String member;
    private final String request;
    private final PolicyEngine.Explanation explanation;

    /** How to print. */
    enum Format {
        PRETTY, JSON
    }

    ExplanationReport(String member, String request, PolicyEngine.Explanation explanation) {
        this.member = member;
        this.request = request;
        this.explanation = explanation;
    }

    void print(Format format, PrintWriter out) {
        switch (format) {
            case PRETTY -> printPretty(out);
            case JSON -> Json.write(out, this::writeJson);
        }
    }

    private void printPretty(PrintWriter out) {
        out.println(request + " as " + member);
        out.println();
        for (String line : StepWords.of(explanation.steps())) {
            out.println("  " + line);
        }
        out.println();
        switch (explanation.decision()) {
            case Decision.Allow allow -> out.println("ALLOW by route " + allow.route());
            case Decision.Deny deny -> {
                out.println("DENY " + deny.reason().code() + ": " + ReasonWords.of(deny.reason()));
                for (Remedy remedy : RemedyWords.of(deny.reason())) {
                    out.println("  " + remedy);
                }
            }
        }
        if (isShadow()) {
            out.println(SHADOW_NOTE);
        }
    }

    private boolean isShadow() {
        Route route = explanation.route();
        return route != null && route.options().mode() == Mode.SHADOW;
    }

    private void writeJson(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("request", request);
        json.writeStringProperty("as", member);
        Route route = explanation.route();
        if (route != null) {
            json.writeStringProperty("route", route.id().value());
            json.writeStringProperty("position", route.position().toString());
            json.writeStringProperty("mode", isShadow() ? "shadow" : "enforce");
        }
        switch (explanation.decision()) {
            case Decision.Allow _ -> json.writeStringProperty("decision", "allow");
            case Decision.Deny deny -> {
                json.writeStringProperty("decision", "deny");
                writeReason(json, deny.reason());
            }
        }
        json.writeArrayPropertyStart("steps");
        List<String> steps = StepWords.of(explanation.steps());
        steps.forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeReason(JsonGenerator json, DenyReason reason) {
        json.writeStringProperty("code", reason.code().name());
        json.writeStringProperty("reason", ReasonWords.of(reason));
        json.writeArrayPropertyStart("remedies");
        for (Remedy remedy : RemedyWords.of(reason)) {
            json.writeStartObject();
            json.writeStringProperty("who", remedy.who().toString());
            json.writeStringProperty("action", remedy.action());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
