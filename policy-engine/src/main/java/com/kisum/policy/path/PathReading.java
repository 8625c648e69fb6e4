package com.kisum.policy.path;

/** What came of reading a request-target: canonical, or refused with a reason. */
public sealed interface PathReading permits CanonicalPath, PathReading.Refused {
    /**
     * @param offset where in the request-target the first fault is
     */
    record Refused(PathFault fault, int offset) implements PathReading {}
}
