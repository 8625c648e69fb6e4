package com.kisum.policy.test;

import com.kisum.policy.Caller;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.RouteId;
import com.kisum.policy.route.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * One line of a test file, ready to run.
 *
 * @param requestText method and target as they are written
 * @param target the request-target as it would be sent, however it is spelled
 * @param route the route that should decide; null when the test does not say
 */
public record PolicyTest(String name, String as, Caller caller, String requestText, Method method, String target,
        Expectation expected, @Nullable RouteId route, SourcePosition position) {}
