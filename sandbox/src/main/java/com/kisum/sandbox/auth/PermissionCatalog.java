package com.kisum.sandbox.auth;

import com.kisum.sandbox.store.Tables;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Is there such a permission? One that is mistyped would be granted, announced and held, and open nothing; nobody would be told why.
 */
final class PermissionCatalog {
    /** Nobody has written their permissions down yet, so any key of theirs may be one. */
    private static final List<String> UNCATALOGUED = List.of("vendor", "touring", "venue_marketplace");
    private static final String KEY = "[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*){2,}";
    private static final String PREFIX = "[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*)*\\.\\*";
    private static final String OLD_NAME = "basic.";
    private static final String NEW_NAME = "promoter.";

    private final Tables tables;

    PermissionCatalog(Tables tables) {
        this.tables = tables;
    }

    /** What is wrong with granting it, for whoever typed it; nothing, if it is a permission, or a prefix of some. */
    Optional<String> mistake(String granted) throws SQLException {
        boolean prefix = granted.matches(PREFIX);
        if (!prefix && !granted.matches(KEY)) {
            return Optional.of("'" + granted + "' is no permission: three parts or more, as in finance.expenses.read,"
                    + " or a prefix that ends in .*, as in finance.*.");
        }
        String key = granted.startsWith(OLD_NAME) ? NEW_NAME + granted.substring(OLD_NAME.length()) : granted;
        if (UNCATALOGUED.contains(key.substring(0, key.indexOf('.')))) {
            return Optional.empty();
        }
        List<String> known = tables.transaction(work -> work.rows("select key from permissions order by key",
                row -> row.getString(1)));
        String stem = key.substring(0, key.length() - 1);
        if (known.contains(key) || (prefix && known.stream().anyMatch(each -> each.startsWith(stem)))) {
            return Optional.empty();
        }
        Stream<String> likely = prefix ? known.stream().flatMap(PermissionCatalog::prefixes) : known.stream();
        return Optional.of("There is no permission " + granted + " in the catalog; the nearest is "
                + likely.min(Comparator.comparingInt(each -> distance(key, each))).orElse("none")
                + ". One that is new is put there first: PUT /internal/catalog/permissions/" + granted + ".");
    }

    /** Nothing, if it cannot be one. */
    Optional<String> add(String key) throws SQLException {
        if (!key.matches(KEY)) {
            return Optional.empty();
        }
        tables.transaction(work -> work.change(
                "insert into permissions (key, module_key, description) values (?, ?, 'New here') on conflict do nothing",
                key, key.substring(0, key.indexOf('.'))));
        return Optional.of(key);
    }

    private static Stream<String> prefixes(String key) {
        return Stream.iterate(key, each -> each.indexOf('.') >= 0, each -> each.substring(0, each.lastIndexOf('.')))
                .map(each -> each.substring(0, each.lastIndexOf('.')) + ".*");
    }

    /** How many letters have to be changed, put in or left out. */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
