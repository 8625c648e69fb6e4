package com.kisum.auth;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where is Auth's database, and how much of it do we use? The role should be able to read and nothing else; sessions are
 * opened read-only besides.
 *
 * @param authorities certificates in PEM, to one of which the server's own must lead; the JVM's when absent. Only where
 *     it is checked at all
 * @param poolSize connections at most
 * @param maxPending how many may wait for one; who comes later is turned away at once
 * @param acquireTimeout to get a connection, opening it included
 * @param answerTimeout for the statement, here and in the database
 */
public record DatabaseSettings(String host, int port, String name, String user, Secret password, DatabaseTls tls,
        @Nullable Path authorities, int poolSize, int maxPending, Duration acquireTimeout, Duration answerTimeout) {
    public DatabaseSettings {
        SettingCheck.text("database.host", host);
        SettingCheck.between("database.port", port, 1, 65_535);
        SettingCheck.text("database.name", name);
        SettingCheck.text("database.user", user);
        SettingCheck.that(tls != DatabaseTls.VERIFIED || !SettingCheck.isAddress(host),
                "database.host: must be the name in the server's certificate when database.tls is verified, not an address");
        if (authorities != null) {
            SettingCheck.that(tls == DatabaseTls.VERIFIED,
                    "database.authorities: nothing is checked against them unless database.tls is verified");
            SettingCheck.certificates("database.authorities", authorities);
        }
        SettingCheck.between("database.poolSize", poolSize, 1, 1_000);
        SettingCheck.between("database.maxPending", maxPending, 1, 100_000);
        SettingCheck.timeout("database.acquireTimeout", acquireTimeout);
        SettingCheck.timeout("database.answerTimeout", answerTimeout);
    }

    /** A pool of ten, a second and a half to get a connection and one for the answer: within three seconds together. */
    public static DatabaseSettings of(String host, int port, String name, String user, Secret password) {
        return new DatabaseSettings(host, port, name, user, password, DatabaseTls.PREFERRED, null, 10, 200,
                Duration.ofMillis(1500), Duration.ofSeconds(1));
    }

    /** The same database, reached in another way. */
    public DatabaseSettings over(DatabaseTls other, @Nullable Path trusted) {
        return new DatabaseSettings(host, port, name, user, password, other, trusted, poolSize, maxPending,
                acquireTimeout, answerTimeout);
    }
}
