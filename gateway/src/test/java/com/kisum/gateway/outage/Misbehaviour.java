package com.kisum.gateway.outage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;

/** In which ways does a service answer what is no answer? None of these says anything about the caller. */
enum Misbehaviour {
    ERROR, TOO_MANY, NOT_FOUND, GARBAGE, ANOTHER_TYPE, EMPTY, NO_OBJECT, ENORMOUS, SLOW, SLOW_IN_THE_MIDDLE, RESET, ENDS_HALF_WAY, NO_HTTP, REDIRECT;

    private static final int LATE_MILLIS = 5_000;

    ResponseDefinitionBuilder response() {
        return switch (this) {
            case ERROR -> json("{}").withStatus(500);
            case TOO_MANY -> json("{}").withStatus(429);
            case NOT_FOUND -> json("{}").withStatus(404);
            case GARBAGE -> json("<<< {{");
            case ANOTHER_TYPE -> aResponse().withHeader("Content-Type", "text/html").withBody("<h1>Sign in</h1>");
            case EMPTY -> json("");
            case NO_OBJECT -> json("[1]");
            case ENORMOUS -> json("{\"x\":\"" + "x".repeat(3 << 20) + "\"}");
            case SLOW -> json("{}").withFixedDelay(LATE_MILLIS);
            case SLOW_IN_THE_MIDDLE -> json("x".repeat(1_000)).withChunkedDribbleDelay(10, LATE_MILLIS);
            case RESET -> aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
            case ENDS_HALF_WAY -> json("{}").withFault(Fault.MALFORMED_RESPONSE_CHUNK);
            case NO_HTTP -> aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE);
            case REDIRECT -> aResponse().withStatus(302).withHeader("Location", "/moved");
        };
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }
}
