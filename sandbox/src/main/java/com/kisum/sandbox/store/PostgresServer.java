package com.kisum.sandbox.store;

import com.kisum.sandbox.run.FreePort;
import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.StartFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How does a real PostgreSQL come from an artifact, and go again with us? The library unpacks and starts it, also for root
 * (as which PostgreSQL refuses to run: in a user namespace it does not look like root). Folder, passwords and the order of
 * ending are ours.
 */
public final class PostgresServer implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DATA = "postgres";

    /** The administrator comes in without a password, everyone else with their own. */
    private static final String WHO_MAY_CONNECT = """
            host all postgres 127.0.0.1/32 trust
            host all all      127.0.0.1/32 scram-sha-256
            """;

    private final EmbeddedPostgres postgres;

    private PostgresServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static PostgresServer start(DataFolder folder) throws StartFailure {
        mustNotLookLikeRoot();
        Path log = folder.path().resolve("postgres.log");
        try {
            Files.createDirectories(folder.binaries());
            return new PostgresServer(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(folder.binaries().toFile())
                    .setPort(FreePort.find())
                    .setDataDirectory(folder.path().resolve(DATA))
                    // What is to be deleted is deleted with the folder, and by nobody else.
                    .setCleanDataDirectory(false)
                    .setDataDirectoryCustomizer(PostgresServer::letIn)
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("max_connections", "100")
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setPGStartupWait(PATIENCE)
                    .setRegisterShutdownHook(false)
                    .start());
        } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
            LOG.debug("PostgreSQL did not start", e);
            throw new StartFailure("PostgreSQL did not start: " + lastWords(log), e);
        }
    }

    static Path pidFile(Path folder) {
        return folder.resolve(DATA).resolve("postmaster.pid");
    }

    public int port() {
        return postgres.getPort();
    }

    /** A database with an owner of the same name, into which nobody else comes unless let in. It may be there already. */
    public Database create(String name, String password) throws StartFailure {
        if (!isRole(name)) {
            administer("create database " + name, "revoke all on database " + name + " from public",
                    "create role " + name + " login password '" + password + "'",
                    "alter database " + name + " owner to " + name);
        }
        return new Database(port(), name, name, password);
    }

    /** Someone who may look into a database, and change nothing. */
    public Database createReader(Database database, String name, String password) throws StartFailure {
        if (!isRole(name)) {
            administer("create role " + name + " login password '" + password + "'",
                    "alter role " + name + " set default_transaction_read_only = on",
                    "grant connect on database " + database.name() + " to " + name);
        }
        return new Database(port(), database.name(), name, password);
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            LOG.debug("PostgreSQL did not stop in order; the next run cleans up", e);
        }
    }

    private boolean isRole(String name) throws StartFailure {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement("select 1 from pg_roles where rolname = ?")) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new StartFailure("PostgreSQL started, but could not be asked", e);
        }
    }

    /** Root needs the namespace; said before PostgreSQL refuses in its own words. */
    private static void mustNotLookLikeRoot() throws StartFailure {
        if (isRoot() && !LinuxUtils.isUnshareAvailable()) {
            throw new StartFailure(
                    "PostgreSQL refuses to run as root, and `unshare -U`, which would hide that, does not work"
                            + " here. Start the sandbox as another user, or install util-linux and allow user namespaces.");
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No Linux; elsewhere the library has nothing to hide root behind, and PostgreSQL speaks for itself.
            return false;
        }
    }

    private void administer(String... statements) throws StartFailure {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new StartFailure("PostgreSQL started, but could not be set up", e);
        }
    }

    private static void letIn(File data) {
        try {
            Files.writeString(data.toPath().resolve("pg_hba.conf"), WHO_MAY_CONNECT,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastWords(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty() ? "it said nothing" : lines.getLast();
        } catch (IOException e) {
            return "it said nothing";
        }
    }
}
