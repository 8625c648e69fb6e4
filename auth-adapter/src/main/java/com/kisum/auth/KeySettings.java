package com.kisum.auth;

import java.time.Duration;

/**
 * How much of a key set do we take, how often, and for how long do we believe it?
 *
 * @param maxBytes a longer answer is no key set
 * @param maxKeys nor is one with more keys
 * @param timeout for the whole call, connecting included
 * @param refreshAfter a set older than this is asked for anew, in the background, when a token comes
 * @param outageTolerance known keys go on working for so long after the key set was last read
 * @param minimumInterval tokens with unknown keys cause at most one call in this time, and wait for it so long at most
 */
public record KeySettings(int maxBytes, int maxKeys, Duration timeout, Duration refreshAfter, Duration outageTolerance,
        Duration minimumInterval) {
    public KeySettings {
        SettingCheck.between("keys.maxBytes", maxBytes, 256, 16 << 20);
        SettingCheck.between("keys.maxKeys", maxKeys, 1, 1_000);
        SettingCheck.timeout("keys.timeout", timeout);
        SettingCheck.positive("keys.refreshAfter", refreshAfter);
        SettingCheck.positive("keys.outageTolerance", outageTolerance);
        SettingCheck.positive("keys.minimumInterval", minimumInterval);
        SettingCheck.that(minimumInterval.compareTo(timeout) <= 0,
                "keys.minimumInterval: must be keys.timeout at most, or tokens with new keys are not waited for");
        SettingCheck.that(outageTolerance.compareTo(refreshAfter) > 0,
                "keys.outageTolerance: must be longer than keys.refreshAfter, or keys stop working between refreshes");
    }

    public static KeySettings defaults() {
        return new KeySettings(64 << 10, 32, Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofHours(1),
                Duration.ofSeconds(1));
    }
}
