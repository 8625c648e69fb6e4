package com.kisum.policyctl;

/** What policyctl's exit codes mean. */
final class Exit {
    static final int OK = 0;
    static final int OUR_FAULT = 1;
    static final int WRONG_USAGE = 2;
    static final int DOES_NOT_COMPILE = 3;
    static final int TESTS_FAILED = 4;
    static final int CHANGED = 5;

    private Exit() {}
}
