package com.kisum.sandbox.store;

import com.kisum.sandbox.run.StartFailure;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Whose database is where, and how does one get in? */
public record Database(int port, String name, String user, String password) {
    public static final String HOST = "127.0.0.1";

    public Database {
        Objects.requireNonNull(name);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + name;
    }

    /** The same database, reached by another port. */
    public Database through(int otherPort) {
        return new Database(otherPort, name, user, password);
    }

    /** Brings the schema up to date; what was done is kept in the database's own history table. */
    public void migrate(String location) throws StartFailure {
        try {
            Flyway.configure()
                    .dataSource(jdbcUrl(), user, password)
                    .locations("classpath:" + location)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StartFailure("The schema in " + location + " could not be made", e);
        }
    }

    @Override
    public String toString() {
        return jdbcUrl() + " as " + user;
    }
}
