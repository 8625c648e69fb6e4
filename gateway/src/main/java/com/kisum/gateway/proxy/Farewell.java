package com.kisum.gateway.proxy;

import com.kisum.gateway.answer.Answer;

/**
 * Why does a stream end, in a WebSocket's words? An outage is told apart from a refusal here, too: who was refused has to do something
 * about it, who met an outage comes again.
 *
 * @param reason the code of the answer that a request would get, where there is one: 123 bytes at most
 */
public record Farewell(int code, String reason) {
    /** The gateway goes, or nobody has said anything for too long. Whoever comes again is served by another replica. */
    static final int GOING_AWAY = 1001;

    private static final int POLICY_VIOLATION = 1008;
    private static final int INTERNAL = 1011;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final int TOKEN = 4401;
    private static final int ACCESS = 4403;

    /** What a request would be answered now. */
    public static Farewell of(Answer answer) {
        return new Farewell(switch (answer.code().status()) {
            case 401 -> TOKEN;
            case 403 -> ACCESS;
            case 429, 503 -> TRY_AGAIN_LATER;
            case 500 -> INTERNAL;
            default -> POLICY_VIOLATION; // nothing is there any more that would take it
        }, answer.code().name());
    }

    public static Farewell shutdown() {
        return new Farewell(GOING_AWAY, "GOING_AWAY");
    }

    static Farewell idle() {
        return new Farewell(GOING_AWAY, "IDLE");
    }
}
