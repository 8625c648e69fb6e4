package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the gateway wait for what never ends? It says goodbye, and has a day for that here. */
final class ShutdownOfStreamsTest {
    @Test
    void streamsAreToldThatItGoesAndWhatHasAnEndIsWaitedFor(@TempDir Path folder) throws Exception {
        try (LiveBackend live = new LiveBackend();
                RawBackend raw = RawBackend.start();
                HttpClient client = HttpClient.newHttpClient()) {
            Path routes = Files.writeString(folder.resolve("routes.yml"), """
                    version: 1
                    modules: { promoter: { type: base } }
                    backends: { live: { url: "%s" }, raw: { url: "http://127.0.0.1:%d" } }
                    routes:
                      - { id: live, match: GET /live/**, backend: live, access: public, websocket: true }
                      - { id: raw,  match: GET /raw/**,  backend: raw,  access: public }
                    """.formatted(live.url(), raw.port()));
            RunningGateway gateway = RunningGateway.start(routes, FakePorts.create(),
                    "--spring.lifecycle.timeout-per-shutdown-phase=1d");
            CompletableFuture<Void> let = new CompletableFuture<>();
            raw.does(talk -> {
                talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf-\r\n");
                let.join();
                talk.send("4\r\ndone\r\n0\r\n\r\n");
            });
            try (Talk talk = Talk.open(client, gateway.port(), "/live/a", "any", null);
                    RawClient silent = RawClient.to(gateway.port());
                    RawClient listening = RawClient.to(gateway.port());
                    RawClient download = RawClient.to(gateway.port())) {
                silent.send("GET /live/a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
                assertThat(silent.head().status()).isEqualTo(101);
                listening.send("GET /live/events HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n").head();
                assertThat(listening.chunk()).contains("hello");
                download.send("GET /raw/a HTTP/1.1\r\nHost: a\r\n\r\n").head();
                assertThat(download.chunk()).isEqualTo("half-");
                CompletableFuture<Void> closing = CompletableFuture.runAsync(gateway::close);
                assertThat(talk.ended()).isEqualTo("1001 GOING_AWAY");
                assertThat(new String(silent.bytes(14), StandardCharsets.ISO_8859_1))
                        .isEqualTo("\u0088\14\3\u00e9GOING_AWAY");
                assertThat(listening.bytes(1)).isEmpty();
                assertThat(closing).isNotDone();
                let.complete(null);
                assertThat(download.chunk()).isEqualTo("done");
                closing.get(20, TimeUnit.SECONDS); // the silent one is not waited for much longer
            } finally {
                gateway.close();
            }
        }
    }
}
