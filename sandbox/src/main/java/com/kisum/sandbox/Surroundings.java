package com.kisum.sandbox;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.auth.AuthService;
import com.kisum.sandbox.store.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What does a gateway have to be told of the platform that it is to work on? The same, wherever it runs. */
public final class Surroundings {
    private static final List<String> BACKENDS = List.of("PROMOTER", "ARTIST", "VENDOR", "VENUE", "FINANCE", "AI",
            "TOURING", "VENUE_MARKETPLACE");

    private Surroundings() {}

    /** By the names of the gateway's settings, in the order in which a reader looks for them. */
    public static Map<String, String> settings(Platform platform) {
        Ports ports = platform.ports();
        Database database = platform.authDatabase();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("gateway.auth.url", ports.url(Place.AUTH));
        settings.put("gateway.auth.issuer", AuthService.ISSUER);
        settings.put("gateway.auth.audience", AuthService.AUDIENCE);
        settings.put("gateway.auth.database.host", Database.HOST);
        settings.put("gateway.auth.database.port", Integer.toString(database.port()));
        settings.put("gateway.auth.database.name", database.name());
        settings.put("gateway.auth.database.user", database.user());
        settings.put("gateway.auth.database.password", database.password());
        settings.put("gateway.core.url", ports.url(Place.CORE));
        settings.put("gateway.core.secret", Platform.SECRET);
        settings.put("gateway.redis.uri", "redis://127.0.0.1:" + platform.redisPort());
        settings.put("gateway.manage.secret", Platform.SECRET);
        return settings;
    }

    /** The same as a process of its own is told. */
    public static Map<String, String> variables(Platform platform) {
        return settings(platform).entrySet().stream().collect(Collectors.toMap(
                setting -> setting.getKey().replace('.', '_').toUpperCase(Locale.ROOT), Map.Entry::getValue));
    }

    /**
     * What routes.yml may name as {@code ${NAME}}.
     *
     * @param backend where every module's backend is
     */
    public static Map<String, String> backends(Ports ports, String backend) {
        Map<String, String> backends = new LinkedHashMap<>();
        backends.put("AUTH_URL", ports.url(Place.AUTH));
        BACKENDS.forEach(name -> backends.put(name + "_URL", backend));
        return backends;
    }
}
