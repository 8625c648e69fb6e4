package com.kisum.bench.access;

import com.kisum.sandbox.Platform;
import com.kisum.sandbox.Ports;
import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.Surroundings;
import com.kisum.sandbox.auth.AuthService;
import com.kisum.sandbox.run.Parts;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Who stands around a gateway that somebody else starts and measures? The sandbox's stores, Auth and Core, until this process is
 * told to end. They are introduced as lines {@code NAME=value}: what the gateway has to be told, and what a caller says.
 */
final class Neighbours {
    private static final Duration CONNECTING = Duration.ofSeconds(2);

    private Neighbours() {}

    /**
     * @param backend where every module's backend is
     * @param work a folder for their data
     * @param out where they are introduced, the line {@code READY} last
     */
    static void stand(Path routes, String backend, Path work, Appendable out) throws Exception {
        Parts parts = new Parts();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("bench-end").unstarted(parts::close));
        Ports ports = Ports.free();
        Platform platform = parts.add(Platform.start(ports, work.resolve("data"), (what, where) -> {}));
        Map<String, String> said = new LinkedHashMap<>(Surroundings.variables(platform));
        said.put("GATEWAY_ROUTES", routes.toString());
        said.putAll(Surroundings.backends(ports, backend));
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECTING).build()) {
            said.put("TOKEN", Person.login(client, ports, "cleo@acme.test", "acme").token());
        }
        said.put("ISSUER", AuthService.ISSUER);
        said.put("AUDIENCE", AuthService.AUDIENCE);
        said.put("KEYS_URL", ports.url(Place.AUTH) + "/.well-known/jwks.json");
        for (Map.Entry<String, String> line : said.entrySet()) {
            out.append(line.getKey()).append('=').append(line.getValue()).append('\n');
        }
        out.append("READY\n");
        new CountDownLatch(1).await();
    }
}
