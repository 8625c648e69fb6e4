package com.kisum.sandbox.auth;

import com.kisum.sandbox.auth.SigningKeys.Keys;
import com.kisum.sandbox.auth.SigningKeys.Retired;
import com.kisum.sandbox.store.Tables;
import com.kisum.sandbox.store.Tables.Transaction;
import com.nimbusds.jose.jwk.RSAKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How do the signing keys outlive a restart? In a table that only Auth reads. */
final class StoredKeys implements SigningKeys.Store {
    private static final String IN_USE = "select jwk from signing_keys where retired_at is null";

    private final Tables tables;

    StoredKeys(Tables tables) {
        this.tables = tables;
    }

    @Override
    public List<Keys> kept() throws SQLException {
        return tables.transaction(work -> {
            List<RSAKey> current = work.rows(IN_USE + " and signs", StoredKeys::key);
            List<RSAKey> next = work.rows(IN_USE + " and not signs", StoredKeys::key);
            List<Retired> retired = work.rows(
                    "select jwk, retired_at from signing_keys where retired_at is not null order by retired_at",
                    row -> new Retired(key(row), row.getObject("retired_at", OffsetDateTime.class).toInstant()));
            return current.isEmpty() || next.isEmpty()
                    ? List.of()
                    : List.of(new Keys(current.getFirst(), next.getFirst(), retired));
        });
    }

    @Override
    public void keep(Keys keys) throws SQLException {
        tables.transaction(work -> {
            work.change("delete from signing_keys");
            insert(work, keys.current(), true, null);
            insert(work, keys.next(), false, null);
            for (Retired retired : keys.retired()) {
                insert(work, retired.key(), true, retired.since());
            }
            return keys;
        });
    }

    private static void insert(Transaction work, RSAKey key, boolean signs, @Nullable Instant retiredAt)
            throws SQLException {
        work.change("insert into signing_keys (kid, jwk, signs, retired_at) values (?, ?, ?, ?)", key.getKeyID(),
                key.toJSONString(), signs,
                retiredAt == null ? null : retiredAt.atOffset(ZoneOffset.UTC));
    }

    private static RSAKey key(ResultSet row) throws SQLException {
        try {
            return RSAKey.parse(row.getString("jwk"));
        } catch (ParseException e) {
            throw new SQLException("A stored key is none", e);
        }
    }
}
