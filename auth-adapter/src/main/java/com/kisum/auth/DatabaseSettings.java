package com.kisum.auth;

import java.time.Duration;

/**
 * Where is Auth's database, and how much of it do we use? The role should be able to read and nothing else; sessions are
 * opened read-only besides.
 *
 * @param poolSize connections at most
 * @param maxPending how many may wait for one; who comes later is turned away at once
 * @param acquireTimeout to get a connection, opening it included
 * @param answerTimeout for the statement, here and in the database
 */
public record DatabaseSettings(String host, int port, String name, String user, Secret password, DatabaseTls tls,
        int poolSize, int maxPending, Duration acquireTimeout, Duration answerTimeout) {
    public DatabaseSettings {
        SettingCheck.text("database.host", host);
        SettingCheck.between("database.port", port, 1, 65_535);
        SettingCheck.text("database.name", name);
        SettingCheck.text("database.user", user);
        SettingCheck.between("database.poolSize", poolSize, 1, 1_000);
        SettingCheck.between("database.maxPending", maxPending, 1, 100_000);
        SettingCheck.timeout("database.acquireTimeout", acquireTimeout);
        SettingCheck.timeout("database.answerTimeout", answerTimeout);
    }

    /** A pool of ten, a second and a half to get a connection and one for the answer: within three seconds together. */
    public static DatabaseSettings of(String host, int port, String name, String user, Secret password) {
        return new DatabaseSettings(host, port, name, user, password, DatabaseTls.PREFERRED, 10, 200,
                Duration.ofMillis(1500), Duration.ofSeconds(1));
    }
}
