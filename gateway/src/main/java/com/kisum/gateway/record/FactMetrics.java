package com.kisum.gateway.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.kisum.gateway.fact.Enforced;
import com.kisum.gateway.fact.FactMeters;
import com.kisum.gateway.fact.Pointer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often did the protocol of held facts have to do more than look into memory? */
public final class FactMetrics implements FactMeters {
    private static final Logger LOG = LoggerFactory.getLogger(FactMetrics.class);

    private static final int MOST_ANNOUNCED = 10_000;
    private static final Duration[] OBJECTIVES = {Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10),
            Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1),
            Duration.ofSeconds(5)};

    private final Counter overtaken;
    private final Counter unconfirmed;
    private final Counter behind;
    private final Counter restored;
    private final Counter pushed;
    private final Counter pointersBehind;
    private final Timer untilBarred;
    private final Timer untilMet;
    private final Timer untilReplaced;
    private final Cache<Pointer, Announced> announced = Caffeine.newBuilder().maximumSize(MOST_ANNOUNCED)
            .executor(Runnable::run).build();

    /** Which version was told to this replica, and when first. */
    private record Announced(long version, long nanos) {
        Announced or(long other, long at) {
            return other > version ? new Announced(other, at) : this;
        }
    }

    public FactMetrics(MeterRegistry meters) {
        this.overtaken = counter("gateway.access.readings.overtaken", "Readings that a push overtook", meters);
        this.unconfirmed = counter("gateway.access.unconfirmed",
                "Decisions on young facts that nobody could confirm, Redis being down", meters);
        this.behind = counter("gateway.access.source.behind", "Answers of a source below what was announced", meters);
        this.restored = counter("gateway.access.source.restored",
                "Pointers that followed a source down, which was restored from a backup", meters);
        this.pointersBehind = counter("gateway.access.pointers.behind",
                "Changes that a source told of while its pointer stood below: nobody announced them", meters);
        this.untilBarred = timer("bar", meters);
        this.untilMet = timer("request", meters);
        this.untilReplaced = timer("replacement", meters);
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

    @Override
    public void pointerBehind() {
        pointersBehind.increment();
    }

    @Override
    public void announced(Pointer pointer, long version, long nanos) {
        announced.asMap().compute(pointer,
                (_, known) -> known == null ? new Announced(version, nanos) : known.or(version, nanos));
    }

    /**
     * From the announcement, if it came to this replica, else from Redis' push. What was neither announced nor pushed was found by
     * asking again: nobody knows since when it was true.
     */
    @Override
    public void enforced(Enforced change) {
        Announced told = announced.getIfPresent(change.pointer());
        if (told != null && told.version() > change.from() && told.version() <= change.to()) {
            record(untilBarred, told.nanos(), change.barred());
            recordSince(told.nanos(), change);
        } else if (change.pushed()) {
            recordSince(change.barred(), change);
        }
    }

    private void recordSince(long begun, Enforced change) {
        Long met = change.met();
        if (met != null) {
            record(untilMet, begun, met);
        }
        record(untilReplaced, begun, change.replaced());
    }

    private static void record(Timer timer, long begun, long ended) {
        timer.record(Math.max(0, ended - begun), TimeUnit.NANOSECONDS);
    }

    private static Timer timer(String until, MeterRegistry meters) {
        return Timer.builder("gateway.access.enforcement")
                .description("From a change's announcement or push until what was held no longer decides (bar),"
                        + " until the first request that it would have decided (request), if one comes before it is replaced (replacement)")
                .tag("until", until).serviceLevelObjectives(OBJECTIVES).register(meters);
    }

    private static Counter counter(String name, String description, MeterRegistry meters) {
        return Counter.builder(name).description(description).register(meters);
    }
}
