package com.kisum.sandbox.store;

import com.kisum.sandbox.run.Part;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How do services read and write their tables? In transactions, by plain SQL, and never waiting for long. */
public final class Tables implements Part {
    private static final Duration CONNECTING = Duration.ofSeconds(3);
    private static final int STATEMENT_SECONDS = 5;

    private final HikariDataSource pool;

    private Tables(HikariDataSource pool) {
        this.pool = pool;
    }

    public static Tables of(Database database) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(database.name());
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(CONNECTING.toMillis());
        config.setAutoCommit(false);
        return new Tables(new HikariDataSource(config));
    }

    /** All of it, or nothing: what throws leaves no trace. */
    public <T> T transaction(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                T result = work.in(new Transaction(connection));
                connection.commit();
                return result;
            } finally {
                // After a commit there is nothing to take back.
                connection.rollback();
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** What is done within one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Transaction transaction) throws SQLException;
    }

    /** What one row says. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** One transaction's statements. */
    public static final class Transaction {
        private final Connection connection;

        private Transaction(Connection connection) {
            this.connection = connection;
        }

        public <T> List<T> rows(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
            try (PreparedStatement statement = prepare(sql, values); ResultSet rows = statement.executeQuery()) {
                List<T> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
                return result;
            }
        }

        /** How many rows it changed. */
        public int change(String sql, @Nullable Object... values) throws SQLException {
            try (PreparedStatement statement = prepare(sql, values)) {
                return statement.executeUpdate();
            }
        }

        private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            statement.setQueryTimeout(STATEMENT_SECONDS);
            for (int at = 0; at < values.length; at++) {
                statement.setObject(at + 1, values[at]);
            }
            return statement;
        }
    }
}
