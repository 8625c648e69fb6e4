package com.kisum.gateway.wiring;

/** The gateway does not start with this setting. The message is for the operator: what is wrong, and what to write. */
final class SettingMistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettingMistake(String message) {
        super(message, null, false, false);
    }

    /** Something that must be said was not. */
    static SettingMistake missing(String key) {
        return new SettingMistake(key + " must be given (in the environment: "
                + key.replace("-", "").replace('.', '_').toUpperCase(java.util.Locale.ROOT) + ")");
    }
}
