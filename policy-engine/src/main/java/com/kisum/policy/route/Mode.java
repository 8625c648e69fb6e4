package com.kisum.policy.route;

/** Whether a verdict is answered, or only recorded. */
public enum Mode {
    ENFORCE,
    /** The 403s and 503s of company, access and decision become a pass; the decision event keeps the verdict. */
    SHADOW
}
