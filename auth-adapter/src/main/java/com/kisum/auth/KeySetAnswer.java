package com.kisum.auth;

import java.util.Map;

/** What came of asking for Auth's keys. */
sealed interface KeySetAnswer {
    /** One key or more, by their ids. */
    record Keys(Map<String, SigningKey> byId) implements KeySetAnswer {
        public Keys {
            byId = Map.copyOf(byId);
        }
    }

    record Outage(String cause) implements KeySetAnswer {}
}
