package com.kisum.gateway.record;

import com.kisum.gateway.answer.Answer;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What is written down of a request that the door refused? The same event as of any other, with what little is known. */
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

    public void record(Answer answer, String requestId, String traceId, String method) {
        recorder.record(new DecisionEvent(clock.instant(), requestId, traceId, null, null, null, NONE, NONE, method,
                DecisionEvent.Result.DENY, answer.code().name(), answer.code().status(), null, null, null,
                revision.get(), "enforce", 0));
    }
}
