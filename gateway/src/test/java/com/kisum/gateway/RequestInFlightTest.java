package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does an answer that has begun come to its end, whatever the policy says by then? Events, which have none, do not. */
final class RequestInFlightTest {
    private static final String THESE = "  - { id: live, match: GET /live/**, backend: live, access: public }\n"
            + "  - { id: raw, match: GET /raw/**, backend: raw, access: public }\n";

    @Test
    void aDownloadIsGivenToItsEndWhenItsRouteIsGone(@TempDir Path folder) throws Exception {
        try (LiveBackend live = new LiveBackend(); RawBackend raw = RawBackend.start()) {
            String without = """
                    version: 1
                    modules: { promoter: { type: base } }
                    backends: { live: { url: "%s" }, raw: { url: "http://127.0.0.1:%d" } }
                    routes:
                      - { id: other, match: GET /other, backend: raw, access: public }
                    """.formatted(live.url(), raw.port());
            Path routes = Files.writeString(folder.resolve("routes.yml"), without + THESE);
            CompletableFuture<Void> let = new CompletableFuture<>();
            raw.does(talk -> {
                talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf-\r\n");
                let.join();
                talk.send("4\r\ndone\r\n0\r\n\r\n");
            });
            try (RunningGateway gateway = RunningGateway.start(routes, FakePorts.create(),
                    "--gateway.reload-check=20ms");
                    RawClient download = RawClient.to(gateway.port());
                    RawClient listening = RawClient.to(gateway.port())) {
                download.send("GET /raw/a HTTP/1.1\r\nHost: a\r\n\r\n").head();
                assertThat(download.chunk()).isEqualTo("half-");
                listening.send("GET /live/events HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n").head();
                assertThat(listening.chunk()).contains("hello");
                Files.writeString(routes, without);
                assertThat(listening.bytes(1)).as("broken off, by the policy without the route").isEmpty();
                let.complete(null);
                assertThat(download.chunk()).isEqualTo("done");
            }
        }
    }
}
