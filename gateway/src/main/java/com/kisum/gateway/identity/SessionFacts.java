package com.kisum.gateway.identity;

import com.kisum.auth.SessionAnswer;
import com.kisum.auth.SessionSource;
import com.kisum.gateway.fact.FactSource;
import com.kisum.gateway.fact.Loaded;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.Watch;
import com.kisum.policy.access.SessionId;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Does this login still stand? A pointer that says it was revoked says all there is. No pointer moves when it runs out, so
 * what is held ends with the session; Auth, whose clock and table count, is asked then. What is held is never an outage.
 */
public final class SessionFacts implements FactSource<SessionId, SessionAnswer> {
    private final SessionSource auth;
    private final InstantSource calendar;
    private final LongSupplier clock;

    public SessionFacts(SessionSource auth, InstantSource calendar, LongSupplier clock) {
        this.auth = auth;
        this.calendar = calendar;
        this.clock = clock;
    }

    @Override
    public Object watched(SessionId key) {
        return new Pointer.Session(key);
    }

    @Override
    public Pointer pointer(SessionId key, SessionAnswer value) {
        return new Pointer.Session(key);
    }

    @Override
    public @Nullable SessionAnswer toldBy(SessionId key, long version) {
        return version == Pointer.REVOKED ? new SessionAnswer.Ended() : null;
    }

    @Override
    public boolean isOver(SessionAnswer value) {
        return value instanceof SessionAnswer.Live live && !calendar.instant().isBefore(live.endsAt());
    }

    @Override
    public Mono<Loaded<SessionAnswer>> load(SessionId key, Watch watch) {
        long begun = clock.getAsLong();
        return auth.session(key).map(answer -> switch (answer) {
            case SessionAnswer.Live live -> new Loaded.Said<>(live, Pointer.LIVE, begun);
            case SessionAnswer.Ended ended -> new Loaded.Said<>(ended, Pointer.REVOKED, begun);
            case SessionAnswer.Outage(String cause) -> new Loaded.Outage<>(cause);
        });
    }
}
