package com.kisum.gateway.record;

import com.kisum.gateway.fact.FactMeters;
import com.kisum.gateway.fact.Pointer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often did the protocol of held facts have to do more than look into memory? */
public final class FactMetrics implements FactMeters {
    private static final Logger LOG = LoggerFactory.getLogger(FactMetrics.class);

    private final Counter overtaken;
    private final Counter unconfirmed;
    private final Counter behind;
    private final Counter restored;
    private final Counter pushed;

    public FactMetrics(MeterRegistry meters) {
        this.overtaken = counter("gateway.access.readings.overtaken", "Readings that a push overtook", meters);
        this.unconfirmed = counter("gateway.access.unconfirmed",
                "Decisions on young facts that nobody could confirm, Redis being down", meters);
        this.behind = counter("gateway.access.source.behind", "Answers of a source below what was announced", meters);
        this.restored = counter("gateway.access.source.restored",
                "Pointers that followed a source down, which was restored from a backup", meters);
        this.pushed = counter("gateway.access.pushes", "Changes that Redis told of by itself", meters);
    }

    @Override
    public void overtaken() {
        overtaken.increment();
    }

    @Override
    public void unconfirmed() {
        unconfirmed.increment();
    }

    @Override
    public void sourceBehind() {
        behind.increment();
    }

    @Override
    public void restored(Pointer pointer, long from, long to) {
        restored.increment();
        LOG.error(
                "{} said version {} once and has said {} for longer than reload-after: was the source restored from a backup?"
                        + " What it says now is believed again",
                pointer, from, to);
    }

    @Override
    public void pushed() {
        pushed.increment();
    }

    private static Counter counter(String name, String description, MeterRegistry meters) {
        return Counter.builder(name).description(description).register(meters);
    }
}
