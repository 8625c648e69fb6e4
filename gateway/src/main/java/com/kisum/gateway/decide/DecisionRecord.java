package com.kisum.gateway.decide;

import com.kisum.gateway.door.Received;
import com.kisum.gateway.record.Recorder;
import com.kisum.gateway.route.CurrentPolicy;
import java.time.InstantSource;

/** Where is written down what happens to requests? In an entry for each, opened before anything is decided. */
public final class DecisionRecord {
    private final Recorder recorder;
    private final InstantSource clock;

    public DecisionRecord(Recorder recorder, InstantSource clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    RecordEntry open(Received received, CurrentPolicy policy, long moves) {
        return new RecordEntry(recorder, clock, received, policy, moves);
    }
}
