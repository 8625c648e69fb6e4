package com.kisum.gateway.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The gateway does not start with this setting. The message is for the operator: what is wrong, and what to write. */
final class SettingMistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettingMistake(String message) {
        super(message, null, false, false);
    }

    /** Something that must be said was not. */
    static SettingMistake missing(String key) {
        return new SettingMistake(key + " must be given (in the environment: "
                + key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT) + ")");
    }

    /** What was said, since it must be. */
    static <T> T given(String key, @Nullable T value) {
        if (value == null) {
            throw missing(key);
        }
        return value;
    }

    /**
     * @param keysAndValues in turn
     */
    static void exactlyOne(String what, @Nullable Object... keysAndValues) {
        List<Object> keys = new ArrayList<>();
        List<Object> said = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            Object key = String.valueOf(keysAndValues[i]);
            keys.add(key);
            if (keysAndValues[i + 1] != null) {
                said.add(key);
            }
        }
        if (said.size() != 1) {
            throw new SettingMistake(what + " exactly one of " + keys + "; "
                    + (said.isEmpty() ? "none is given" : said + " are given"));
        }
    }
}
