package com.kisum.gateway.access;

/**
 * How much is held, and how much may one user ask for?
 *
 * @param companies whose entitlements are held at most
 * @param members whose grants are held at most
 * @param coldLookups how many companies of which nothing is held one user may ask about in a second
 */
public record AccessBounds(long companies, long members, int coldLookups) {}
