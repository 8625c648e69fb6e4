package com.kisum.policy.test;

import com.kisum.policy.Decision;
import com.kisum.policy.DenyCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a test says should come of its request.
 *
 * @param denial null for allow
 */
public record Expectation(@Nullable DenyCode denial) {
    /** Outages and broken tokens are no part of a policy, so tests cannot ask for them. */
    static final List<DenyCode> TESTABLE = List.of(DenyCode.REQUEST_AMBIGUOUS, DenyCode.NO_ROUTE,
            DenyCode.METHOD_NOT_ALLOWED, DenyCode.TOKEN_MISSING, DenyCode.COMPANY_REQUIRED, DenyCode.NOT_A_MEMBER,
            DenyCode.SUBSCRIPTION_INACTIVE, DenyCode.MODULE_NOT_ENTITLED, DenyCode.MODULE_NOT_GRANTED,
            DenyCode.PERMISSION_MISSING, DenyCode.GRACE_READ_ONLY);

    static final String ALLOW = "allow";

    public boolean isMetBy(Decision decision) {
        return of(decision).equals(this);
    }

    public static Expectation of(Decision decision) {
        return switch (decision) {
            case Decision.Allow _ -> new Expectation(null);
            case Decision.Deny deny -> new Expectation(deny.reason().code());
        };
    }

    @Override
    public String toString() {
        return denial == null ? ALLOW : denial.name();
    }
}
