package com.kisum.policy.access;

/** What Core says of a subscription, before dates are looked at. */
public enum SubscriptionStatus {
    ACTIVE, TRIAL, GRACE, SUSPENDED, CANCELLED, EXPIRED
}
