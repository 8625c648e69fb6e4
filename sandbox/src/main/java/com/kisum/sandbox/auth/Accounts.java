package com.kisum.sandbox.auth;

import com.kisum.sandbox.auth.AccessTokens.Claims;
import com.kisum.sandbox.store.Tables;
import com.kisum.sandbox.store.Tables.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Who has a login, and which of their sessions still stand? */
final class Accounts {
    private static final Duration SESSION_LIFETIME = Duration.ofHours(12);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 12;
    private static final int TOKEN_BYTES = 32;

    private final Tables tables;

    Accounts(Tables tables) {
        this.tables = tables;
    }

    record Account(String id, String email, String passwordHash, boolean active, long tokenVersion) {}

    /** A session and the means to renew it. */
    record Login(Claims claims, String refreshToken) {}

    Optional<Account> byEmail(String email) throws SQLException {
        return tables.transaction(work -> work.rows("""
                select id, email, password_hash, status = 'active' as active, token_version
                  from users where lower(email) = lower(?)""",
                row -> new Account(row.getString("id"), row.getString("email"), row.getString("password_hash"),
                        row.getBoolean("active"), row.getLong("token_version")),
                email)).stream().findFirst();
    }

    Login begin(Account account) throws SQLException {
        String session = "s-" + random(ID_BYTES);
        return tables.transaction(work -> {
            work.change("""
                    insert into sessions (id, user_id, created_at, expires_at)
                    values (?, ?, now(), now() + ? * interval '1 second')""", session, account.id(),
                    SESSION_LIFETIME.toSeconds());
            return new Login(new Claims(account.id(), session, account.tokenVersion()), refreshToken(work, session));
        });
    }

    /** Nothing, if the refresh token is not good. One that is used twice ends its session: two people have it. */
    Renewal renew(String refreshToken) throws SQLException {
        String hash = hash(refreshToken);
        return tables.transaction(work -> {
            List<String> fresh = work.rows("""
                    update refresh_tokens set used_at = now() where token_hash = ? and used_at is null
                    returning session_id""", row -> row.getString(1), hash);
            if (fresh.isEmpty()) {
                return new Renewal(Optional.empty(), work.rows("""
                        update sessions set revoked_at = now()
                         where revoked_at is null and id = (select session_id from refresh_tokens where token_hash = ?)
                        returning id""", row -> row.getString(1), hash).stream().findFirst());
            }
            Optional<Claims> claims = work.rows("""
                    select u.id, s.id as session, u.token_version
                      from sessions s join users u on u.id = s.user_id
                     where s.id = ? and s.revoked_at is null and s.expires_at > now() and u.status = 'active'""",
                    row -> new Claims(row.getString("id"), row.getString("session"), row.getLong("token_version")),
                    fresh.getFirst()).stream().findFirst();
            if (claims.isEmpty()) {
                return new Renewal(Optional.empty(), Optional.empty());
            }
            Login login = new Login(claims.get(), refreshToken(work, claims.get().session()));
            return new Renewal(Optional.of(login), Optional.empty());
        });
    }

    /**
     * What came of renewing.
     *
     * @param ended the session that had to end
     */
    record Renewal(Optional<Login> login, Optional<String> ended) {}

    /** Whether the token that says so is still good. */
    boolean stands(Claims claims) throws SQLException {
        return !tables.transaction(work -> work.rows("""
                select 1 from sessions s join users u on u.id = s.user_id
                 where s.id = ? and u.id = ? and u.token_version = ? and u.status = 'active'
                   and s.revoked_at is null and s.expires_at > now()""", row -> 1, claims.session(), claims.user(),
                claims.tokenVersion())).isEmpty();
    }

    String email(String user) throws SQLException {
        return tables.transaction(work -> work.rows("select email from users where id = ?", row -> row.getString(1),
                user)).getFirst();
    }

    void end(String session) throws SQLException {
        tables.transaction(work -> work.change(
                "update sessions set revoked_at = now() where id = ? and revoked_at is null", session));
    }

    /** Ends every session of a user, and says from which version on tokens are good. */
    Farewell endAll(String user) throws SQLException {
        return tables.transaction(work -> {
            long version = work
                    .rows("update users set token_version = token_version + 1 where id = ? returning token_version",
                            row -> row.getLong(1), user)
                    .getFirst();
            List<String> sessions = work.rows("""
                    update sessions set revoked_at = now() where user_id = ? and revoked_at is null
                    returning id""", row -> row.getString(1), user);
            return new Farewell(version, sessions);
        });
    }

    record Farewell(long tokenVersion, List<String> sessions) {}

    /** Nothing, if there is no such user. Who is deactivated has no session any more, and gets none of them back. */
    Optional<Farewell> become(String user, String status) throws SQLException {
        return tables.transaction(work -> {
            List<Long> version = work.rows("update users set status = ? where id = ? returning token_version",
                    row -> row.getLong(1), status, user);
            if (version.isEmpty()) {
                return Optional.empty();
            }
            List<String> ended = work.rows("""
                    update sessions set revoked_at = now()
                     where user_id = ? and revoked_at is null and ? <> 'active' returning id""",
                    row -> row.getString(1), user, status);
            return Optional.of(new Farewell(version.getFirst(), ended));
        });
    }

    boolean isNobodyHere() throws SQLException {
        return tables.transaction(work -> work.rows("select 1 from users limit 1", row -> 1)).isEmpty();
    }

    void add(People.Person person, String password) throws SQLException {
        tables.transaction(work -> work.change(
                "insert into users (id, email, password_hash, status) values (?, ?, ?, 'active')", person.id(),
                person.email(), PasswordHash.of(password)));
    }

    private static String refreshToken(Transaction work, String session) throws SQLException {
        String token = random(TOKEN_BYTES);
        work.change("insert into refresh_tokens (token_hash, session_id, created_at) values (?, ?, now())", hash(token),
                session);
        return token;
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java knows SHA-256", e);
        }
    }
}
