package com.kisum.policy;

import com.kisum.policy.route.Lookup;
import com.kisum.policy.route.Method;

/**
 * May this caller do this?
 *
 * @param lookup what the route table found for the method and the path
 */
public record AccessQuestion(Method method, Lookup lookup, Caller caller) {}
