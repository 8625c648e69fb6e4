package com.kisum.gateway.replicas;

import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.PushListener;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import java.util.Set;

/** What Redis tells two replicas. */
record BothHear(PushListener one, PushListener other) implements PushListener {
    @Override
    public void moved(Pointer pointer) {
        one.moved(pointer);
        other.moved(pointer);
    }

    @Override
    public void renamed(CompanyId company, UserId user) {
        one.renamed(company, user);
        other.renamed(company, user);
    }

    @Override
    public void flushed() {
        one.flushed();
        other.flushed();
    }

    @Override
    public void primaries(Set<String> primaries) {
        one.primaries(primaries);
        other.primaries(primaries);
    }

    @Override
    public void armed(String primary, long nanos) {
        one.armed(primary, nanos);
        other.armed(primary, nanos);
    }

    @Override
    public void lost(String primary) {
        one.lost(primary);
        other.lost(primary);
    }

    @Override
    public void heartbeat(String primary, long writtenNanos) {
        one.heartbeat(primary, writtenNanos);
        other.heartbeat(primary, writtenNanos);
    }
}
