package com.kisum.policy;

/** Where facts come from, and what is named when they do not come. */
public enum Source {
    /** Sessions, memberships and grants. */
    AUTH("Auth"),
    /** Entitlements. */
    CORE("Core");

    private final String title;

    Source(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
