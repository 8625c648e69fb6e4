package com.kisum.sandbox.web;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What was an endpoint asked? */
public final class Request {
    private static final String BEARER = "Bearer ";

    private final Map<String, String> variables;
    private final Function<String, Optional<String>> headers;
    private final byte[] body;

    Request(Map<String, String> variables, Function<String, Optional<String>> headers, byte[] body) {
        this.variables = variables;
        this.headers = headers;
        this.body = body;
    }

    /** A segment that the endpoint's template gives a name. */
    public String variable(String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }

    public Optional<String> header(String name) {
        return headers.apply(name);
    }

    public Optional<String> bearer() {
        return header("authorization").filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /** The body, if it is a JSON object. */
    public Optional<JsonNode> object() {
        return Json.read(body).filter(JsonNode::isObject);
    }

    /** A text field of the body. */
    public Optional<String> text(String field) {
        return object().flatMap(node -> Json.text(node, field));
    }
}
