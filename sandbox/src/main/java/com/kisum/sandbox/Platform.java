package com.kisum.sandbox;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.announce.Announcements;
import com.kisum.sandbox.auth.AuthService;
import com.kisum.sandbox.backend.EchoBackend;
import com.kisum.sandbox.control.ControlService;
import com.kisum.sandbox.core.CoreService;
import com.kisum.sandbox.fault.Faulty;
import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.Parts;
import com.kisum.sandbox.run.Progress;
import com.kisum.sandbox.run.StartFailure;
import com.kisum.sandbox.store.DataFolder;
import com.kisum.sandbox.store.Database;
import com.kisum.sandbox.store.PostgresServer;
import com.kisum.sandbox.store.RedisServer;
import com.kisum.sandbox.store.Relay;
import com.kisum.sandbox.web.WebServer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What stands around the gateway? Stores, Auth, Core, the backend, and the levers to make them fail. Everything but the gateway
 * itself, which can thus be started, restarted or left out beside it.
 */
public final class Platform implements Part {
    /** What services prove themselves with. */
    public static final String SECRET = "sandbox-internal-secret";

    private static final String STORE_PASSWORD = "sandbox";
    private static final byte[] REDIS_REFUSAL = "-ERR the sandbox was told to fail\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final Ports ports;
    private final DataFolder folder;
    private final Parts parts;
    private final int redisPort;
    private final Database authDatabase;

    private Platform(Ports ports, DataFolder folder, Parts parts, int redisPort, Database authDatabase) {
        this.ports = ports;
        this.folder = folder;
        this.parts = parts;
        this.redisPort = redisPort;
        this.authDatabase = authDatabase;
    }

    /**
     * All of it or nothing: what began before a failure is ended.
     *
     * @param data where runs keep their data; several may run beside each other
     */
    public static Platform start(Ports ports, Path data, Progress progress) throws StartFailure {
        Parts parts = new Parts();
        return start(ports, parts.add(DataFolder.claim(data)), progress, parts);
    }

    /**
     * @param folder one of the parts already
     * @param parts what the platform adds itself to, piece by piece, so that it can be ended while it starts
     */
    static Platform start(Ports ports, DataFolder folder, Progress progress, Parts parts) throws StartFailure {
        boolean started = false;
        try {
            Platform platform = begin(ports, folder, progress, parts);
            started = true;
            return platform;
        } finally {
            if (!started) {
                parts.close();
            }
        }
    }

    private static Platform begin(Ports ports, DataFolder folder, Progress progress, Parts parts) throws StartFailure {
        InstantSource clock = InstantSource.system();
        PostgresServer postgres = parts.add(PostgresServer.start(folder));
        progress.started("PostgreSQL", "127.0.0.1:" + postgres.port());
        RedisServer redis = parts.add(RedisServer.start(folder));
        progress.started("Redis", "127.0.0.1:" + redis.port());

        Database auth = postgres.create("auth", STORE_PASSWORD);
        Database reader = postgres.createReader(auth, "gateway", STORE_PASSWORD);
        Database core = postgres.create("core", STORE_PASSWORD);
        Relay authRelay = parts.add(Relay.to(postgres.port(), postgresRefusal()));
        Relay redisRelay = parts.add(Relay.to(redis.port(), REDIS_REFUSAL));

        Announcements announcements = parts.add(new Announcements(
                URI.create(ports.url(Place.MANAGEMENT) + "/internal/access/changes"), SECRET));
        CoreService coreService = parts.add(CoreService.start(core, clock, announcements));
        WebServer coreServer = listen(Place.CORE, ports, parts, progress, coreService.endpoints(SECRET));
        AuthService authService = parts.add(AuthService.start(auth, clock, URI.create(ports.url(Place.CORE)), SECRET,
                announcements));
        WebServer authServer = listen(Place.AUTH, ports, parts, progress, authService.endpoints(SECRET));
        WebServer backend = listen(Place.BACKEND, ports, parts, progress, new EchoBackend());

        SequencedMap<String, Faulty> canFail = new LinkedHashMap<>();
        canFail.put("auth", authServer);
        canFail.put("auth-db", authRelay);
        canFail.put("core", coreServer);
        canFail.put("redis", redisRelay);
        canFail.put("backend", backend);
        listen(Place.CONTROL, ports, parts, progress, new ControlService(canFail).endpoints());
        folder.founded();
        return new Platform(ports, folder, parts, redisRelay.port(), reader.through(authRelay.port()));
    }

    public Ports ports() {
        return ports;
    }

    /** Everything that is logged, stack traces included; the terminal shows what a person needs of it. */
    Path log() {
        return folder.path().resolve("sandbox.log");
    }

    /** Where the gateway finds Redis: behind the relay. */
    public int redisPort() {
        return redisPort;
    }

    /** What the gateway reads of Auth's: behind the relay, and with a role that may read only. */
    public Database authDatabase() {
        return authDatabase;
    }

    @Override
    public void close() {
        parts.close();
    }

    private static WebServer listen(Place place, Ports ports, Parts parts, Progress progress, WebServer.Handler handler)
            throws StartFailure {
        WebServer server = parts.add(WebServer.start(place.words(), ports.of(place), handler));
        progress.started(place.title(), ports.url(place));
        return server;
    }

    /** PostgreSQL's own way to say that it cannot: a fatal error response. */
    private static byte[] postgresRefusal() {
        byte[] fields = "SFATAL\0VFATAL\0C57P03\0Mthe sandbox was told to fail\0\0".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + Integer.BYTES + fields.length)
                .put((byte) 'E')
                .putInt(Integer.BYTES + fields.length)
                .put(fields)
                .array();
    }
}
