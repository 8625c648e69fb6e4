package com.kisum.policy.file;

import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.BodyLimit;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.OnOutage;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Timeout;
import org.jspecify.annotations.Nullable;

/** What one level of the file says: a route, its group, its backend, or the defaults. Null is "says nothing". */
record Settings(@Nullable Stated<Timeout> timeout, @Nullable Stated<BodyLimit> maxBody,
        @Nullable Stated<OnOutage> onOutage, @Nullable Stated<GracePolicy> grace, @Nullable Stated<Mode> mode,
        @Nullable Stated<RateLimit> rateLimit, @Nullable Stated<Boolean> webSocket,
        @Nullable Stated<Integer> stripPrefix, @Nullable Stated<AccessLevel> access,
        @Nullable Stated<Requirement> requirement, @Nullable Stated<String> backend, @Nullable String description,
        @Nullable String owner) {
    static final Settings NONE = new Settings(null, null, null, null, null, null, null, null, null, null, null, null,
            null);
}
