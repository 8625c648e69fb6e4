package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What has happened to one fact, as somebody sees it who sees everything? */
final class ModelFact {
    /** Somewhere, at some time. */
    record Since(long version, long nanos) {}

    /** The facts themselves: they say of which version they are. */
    record Content(long of) {}

    final int number;
    final Pointer pointer;
    final List<Since> committed = new ArrayList<>();
    final List<Since> stored = new ArrayList<>();
    final long[] pushed = new long[2];
    final long[] finished = new long[2];
    long version = 1;
    long announced;
    long restoredAt;
    boolean restored;
    /** How often Redis has forgotten. */
    int losses;

    ModelFact(int number, long nanos) {
        this.number = number;
        this.pointer = number == 0
                ? new Pointer.Membership(new MembershipId("m1"))
                : new Pointer.Company(new CompanyId("c" + number));
        committed.add(new Since(1, nanos));
    }

    String name() {
        return number == 0 ? "grants" : "entitlements";
    }

    void commit(long nanos) {
        version++;
        committed.add(new Since(version, nanos));
    }

    void wasStored(long newer, long nanos) {
        stored.add(new Since(newer, nanos));
    }

    /** Redis has forgotten: nobody can be told, and nobody can ask there. */
    void wasLost(long kept) {
        losses++;
        stored.removeIf(since -> since.version > kept);
        for (int replica = 0; replica < 2; replica++) {
            pushed[replica] = Math.min(pushed[replica], kept);
        }
    }

    void wentBack(long nanos) {
        version = 1;
        restored = true;
        restoredAt = nanos;
        committed.removeIf(since -> since.version > 1);
        stored.removeIf(since -> since.version > 1);
        Arrays.fill(pushed, 0);
        Arrays.fill(finished, 0);
    }

    /** The newest of those that are older than that. */
    static long before(List<Since> history, long nanos) {
        return history.stream().filter(since -> since.nanos < nanos).mapToLong(Since::version).max().orElse(0);
    }
}
