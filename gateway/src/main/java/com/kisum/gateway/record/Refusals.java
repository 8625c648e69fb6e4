package com.kisum.gateway.record;

import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.answer.AnswerCode;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of a request that came no further than the door? The same event as of any other, with what little is known:
 * mostly it was refused, and a preflight was answered.
 */
public final class Refusals {
    private static final String NONE = "none";

    private final Recorder recorder;
    private final InstantSource clock;
    private final Supplier<String> revision;

    public Refusals(Recorder recorder, InstantSource clock, Supplier<String> revision) {
        this.recorder = recorder;
        this.clock = clock;
        this.revision = revision;
    }

    /**
     * @param nanos since its head was there, or was given up on
     */
    public void record(Answer answer, String requestId, String traceId, String method, long nanos) {
        record(requestId, traceId, method, DecisionEvent.Result.DENY, answer.code().name(), answer.code().status(),
                nanos);
    }

    /**
     * What was refused without words, for want of a request.
     *
     * @param answered whether at least a status was
     */
    public void rejected(AnswerCode code, boolean answered, String requestId, String traceId, String method) {
        record(requestId, traceId, method, DecisionEvent.Result.DENY, code.name(), answered ? code.status() : 0, 0);
    }

    public void preflight(String requestId, String traceId, String method, int status, long nanos) {
        record(requestId, traceId, method, DecisionEvent.Result.ALLOW, null, status, nanos);
    }

    private void record(String requestId, String traceId, String method, DecisionEvent.Result result,
            @Nullable String code, int status, long nanos) {
        recorder.record(new DecisionEvent(clock.instant(), requestId, traceId, null, null, null, NONE, NONE, method,
                result, code, status, null, null, null, revision.get(), "enforce", DecisionEvent.micros(nanos)));
    }
}
