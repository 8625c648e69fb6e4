package com.kisum.auth;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in a column? Nothing where something must stand is no fact, and makes the call an outage. */
final class StoredFact {
    private static final long VERSION_LIMIT = 1L << 53;

    private StoredFact() {}

    static String text(Readable row, String column) {
        return present(row.get(column, String.class), column);
    }

    static long number(Readable row, String column) {
        return present(row.get(column, Long.class), column);
    }

    static boolean truth(Readable row, String column) {
        return present(row.get(column, Boolean.class), column);
    }

    static Instant instant(Readable row, String column) {
        return present(row.get(column, Instant.class), column);
    }

    static List<String> texts(Readable row, String column) {
        return List.of(present(row.get(column, String[].class), column));
    }

    static boolean isVersion(long version) {
        return version >= 0 && version < VERSION_LIMIT;
    }

    private static <T> T present(@Nullable T value, String column) {
        if (value == null) {
            throw new IllegalStateException("nothing stands in column " + column);
        }
        return value;
    }
}
