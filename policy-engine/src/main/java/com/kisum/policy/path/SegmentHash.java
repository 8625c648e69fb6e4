package com.kisum.policy.path;

/**
 * How a segment finds its place in the route index. The grammar computes it byte by byte while it reads, the compiler
 * from a template's literal; both must agree. It need not resist an attacker: what collides is the operator's literals
 * with each other, and every hit is compared byte by byte.
 */
public final class SegmentHash {
    public static final int EMPTY = 0;

    private SegmentHash() {}

    public static int add(int hash, byte next) {
        return 31 * hash + next;
    }

    public static int of(byte[] segment) {
        int hash = EMPTY;
        for (byte next : segment) {
            hash = add(hash, next);
        }
        return hash;
    }
}
