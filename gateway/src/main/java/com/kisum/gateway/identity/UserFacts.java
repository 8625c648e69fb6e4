package com.kisum.gateway.identity;

import com.kisum.auth.UserAnswer;
import com.kisum.auth.UserSource;
import com.kisum.gateway.fact.FactSource;
import com.kisum.gateway.fact.Loaded;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.Watch;
import com.kisum.policy.access.UserId;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** Which of a user's tokens are still good? What is held is never an outage. */
public final class UserFacts implements FactSource<UserId, UserAnswer> {
    private final UserSource auth;
    private final LongSupplier clock;

    public UserFacts(UserSource auth, LongSupplier clock) {
        this.auth = auth;
        this.clock = clock;
    }

    @Override
    public Object watched(UserId key) {
        return new Pointer.User(key);
    }

    @Override
    public Pointer pointer(UserId key, UserAnswer value) {
        return new Pointer.User(key);
    }

    @Override
    public Mono<Loaded<UserAnswer>> load(UserId key, Watch watch) {
        long begun = clock.getAsLong();
        return auth.user(key).map(answer -> switch (answer) {
            case UserAnswer.Active active -> new Loaded.Said<>(active, active.tokenVersion(), begun);
            case UserAnswer.Inactive inactive -> new Loaded.Said<>(inactive, inactive.tokenVersion(), begun);
            case UserAnswer.Outage(String cause) -> new Loaded.Outage<>(cause);
        });
    }
}
