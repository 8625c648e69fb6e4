package com.kisum.policy.route;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The methods a route can take, and {@link #OTHER} for every method that none does. */
public enum Method {
    GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, OTHER;

    /** What {@code ANY} stands for. */
    public static final Set<Method> USUAL = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(OTHER)));

    /** The method of a request. Names are case-sensitive, as in RFC 9110. */
    public static Method of(String name) {
        return switch (name) {
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "POST" -> POST;
            case "PUT" -> PUT;
            case "PATCH" -> PATCH;
            case "DELETE" -> DELETE;
            case "OPTIONS" -> OPTIONS;
            default -> OTHER;
        };
    }

    /** A write is any method but GET, HEAD and OPTIONS. */
    public boolean isWrite() {
        return this != GET && this != HEAD && this != OPTIONS;
    }
}
