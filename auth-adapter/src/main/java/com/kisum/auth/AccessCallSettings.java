package com.kisum.auth;

import java.time.Duration;

/**
 * How long may {@code GET /auth/me/access} take, and how often at once is it asked?
 *
 * @param maxBytes a longer answer is an outage
 */
public record AccessCallSettings(Duration timeout, int concurrentCalls, int maxBytes) {
    public AccessCallSettings {
        SettingCheck.timeout("access.timeout", timeout);
        SettingCheck.between("access.concurrentCalls", concurrentCalls, 1, 10_000);
        SettingCheck.between("access.maxBytes", maxBytes, 256, 16 << 20);
    }

    public static AccessCallSettings defaults() {
        return new AccessCallSettings(Duration.ofSeconds(2), 64, 1 << 20);
    }
}
