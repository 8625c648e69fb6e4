package com.kisum.gateway.outage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;

/** In which ways does a service answer what is no answer? None of these says anything about the caller. */
enum Misbehaviour {
    ERROR(json().withStatus(500)),
    TOO_MANY(json().withStatus(429)),
    NOT_FOUND(json().withStatus(404)),
    GARBAGE(json().withBody("<<< {{")),
    ANOTHER_TYPE(aResponse().withHeader("Content-Type", "text/html").withBody("<h1>Sign in</h1>")),
    EMPTY(json().withBody("")),
    NO_OBJECT(json().withBody("[1]")),
    ENORMOUS(json().withBody("{\"x\":\"" + "x".repeat(3 << 20) + "\"}")),
    SLOW(json().withBody("{}").withFixedDelay(5_000)),
    SLOW_IN_THE_MIDDLE(json().withBody("{\"x\":\"" + "x".repeat(1_000) + "\"}").withChunkedDribbleDelay(10, 5_000)),
    RESET(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
    ENDS_HALF_WAY(json().withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
    NO_HTTP(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)),
    REDIRECT(aResponse().withStatus(302).withHeader("Location", "/moved"));

    private final ResponseDefinitionBuilder response;

    Misbehaviour(ResponseDefinitionBuilder response) {
        this.response = response;
    }

    ResponseDefinitionBuilder response() {
        return response;
    }

    private static ResponseDefinitionBuilder json() {
        return aResponse().withHeader("Content-Type", "application/json");
    }
}
