package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;
import java.util.Set;

/**
 * What does Redis tell by itself? Called on a thread of Redis' client: nothing here waits. All times are of the monotonic clock
 * that the listener was made with.
 */
public interface PushListener {
    /** A pointer was written, expired or was evicted. To which version it moved is not said. */
    void moved(Pointer pointer);

    /** Which membership is meant was written, expired or was evicted. */
    void renamed(CompanyId company, UserId user);

    /** Everything may have moved, at this primary: it was flushed. */
    void flushed();

    /**
     * Who the primaries are. One that is new is not armed; one that is no longer named is forgotten.
     */
    void primaries(Set<String> primaries);

    /** From now on this primary tells of every change; what changed before may have been missed. */
    void armed(String primary, long nanos);

    /** It tells nothing any more. */
    void lost(String primary);

    /**
     * What was written to this primary has come back on the connection that tells of changes: so has everything that changed there
     * before.
     *
     * @param writtenNanos when the writing began
     */
    void heartbeat(String primary, long writtenNanos);
}
