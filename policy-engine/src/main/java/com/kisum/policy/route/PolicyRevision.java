package com.kisum.policy.route;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Which routes.yml is this? The first twelve hex digits of the file's SHA-256. */
public record PolicyRevision(String digits) {
    private static final int LENGTH = 12;

    public PolicyRevision {
        if (!digits.matches("[0-9a-f]{" + LENGTH + "}")) {
            throw new IllegalArgumentException("a policy revision is twelve hex digits, not '" + digits + "'");
        }
    }

    public static PolicyRevision of(byte[] file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(file);
            return new PolicyRevision(HexFormat.of().formatHex(digest).substring(0, LENGTH));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return digits;
    }
}
