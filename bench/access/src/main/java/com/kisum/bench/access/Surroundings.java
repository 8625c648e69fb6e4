package com.kisum.bench.access;

import com.kisum.sandbox.Platform;
import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.auth.AuthService;
import com.kisum.sandbox.store.Database;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What does a gateway have to be told of the platform that it is to work on? */
final class Surroundings {
    private static final List<String> BACKENDS = List.of("PROMOTER", "ARTIST", "VENDOR", "VENUE", "FINANCE", "AI",
            "TOURING", "VENUE_MARKETPLACE");

    private Surroundings() {}

    /**
     * By the names of the settings.
     *
     * @param backend where every module's backend is
     */
    static Map<String, String> settings(Platform platform, Path routes, String backend) {
        Database database = platform.authDatabase();
        String auth = platform.ports().url(Place.AUTH);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("gateway.routes", routes.toString());
        settings.put("gateway.auth.url", auth);
        settings.put("gateway.auth.issuer", AuthService.ISSUER);
        settings.put("gateway.auth.audience", AuthService.AUDIENCE);
        settings.put("gateway.auth.database.host", Database.HOST);
        settings.put("gateway.auth.database.port", Integer.toString(database.port()));
        settings.put("gateway.auth.database.name", database.name());
        settings.put("gateway.auth.database.user", database.user());
        settings.put("gateway.auth.database.password", database.password());
        settings.put("gateway.core.url", platform.ports().url(Place.CORE));
        settings.put("gateway.core.secret", Platform.SECRET);
        settings.put("gateway.redis.uri", "redis://127.0.0.1:" + platform.redisPort());
        settings.put("gateway.manage.secret", Platform.SECRET);
        settings.put("AUTH_URL", auth);
        BACKENDS.forEach(name -> settings.put(name + "_URL", backend));
        return settings;
    }

    /** As a process is told. */
    static String variable(String setting) {
        return setting.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
