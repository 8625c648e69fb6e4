package com.kisum.auth;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL with Auth's tables, one for all tests of this module. Rows are made as Auth makes them, by its owner. */
public final class AuthDatabase {
    private static final String SCHEMA = """
            create table users(id text primary key, email text unique not null, password_hash text not null,
                status text not null, token_version bigint not null);
            create table sessions(id text primary key, user_id text not null references users,
                created_at timestamptz not null, expires_at timestamptz not null, revoked_at timestamptz);
            create table company_memberships(id text primary key, company_id text not null,
                user_id text not null references users, status text not null, grants_version bigint not null,
                unique(company_id, user_id));
            create table membership_module_grants(membership_id text not null references company_memberships,
                module_key text not null, primary key(membership_id, module_key));
            create table permissions(key text primary key, module_key text not null, description text);
            create table membership_permissions(membership_id text not null references company_memberships,
                permission_key text not null, primary key(membership_id, permission_key));
            """;
    private static final EmbeddedPostgres SERVER = started();

    private AuthDatabase() {}

    private static EmbeddedPostgres started() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder().start();
            run(server, SCHEMA);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int port() {
        return SERVER.getPort();
    }

    public static void clear() {
        run("truncate users, sessions, company_memberships, membership_module_grants, permissions,"
                + " membership_permissions");
    }

    static Connection connection() throws SQLException {
        return SERVER.getPostgresDatabase().getConnection();
    }

    static void run(String sql) {
        run(SERVER, sql);
    }

    private static void run(EmbeddedPostgres server, String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public static void user(String id, String status, long tokenVersion) {
        run("insert into users values ('%s', '%s@acme.test', 'x', '%s', %d) on conflict (id) do update set status = excluded.status, token_version = excluded.token_version"
                .formatted(id, id, status, tokenVersion));
    }

    public static void session(String id, String user, String expires, String revoked) {
        run("insert into sessions values ('%s', '%s', now() - interval '1 day', %s, %s)".formatted(id, user, expires,
                revoked));
    }

    public static void membership(String id, String company, String user, String status, long version) {
        run("insert into company_memberships values ('%s', '%s', '%s', '%s', %d)".formatted(id, company, user, status,
                version));
    }

    public static void module(String membership, String module) {
        run("insert into membership_module_grants values ('%s', '%s')".formatted(membership, module));
    }

    public static void permission(String membership, String permission) {
        run("insert into membership_permissions values ('%s', '%s')".formatted(membership, permission));
    }
}
