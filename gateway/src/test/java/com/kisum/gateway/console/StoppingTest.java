package com.kisum.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.record.DecisionFeed;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is waited for when the gateway stops? Not those who only look. */
final class StoppingTest {
    @Test
    void aStreamOfDecisionsEndsWhenTheGatewayStops(@TempDir Path folder) throws Exception {
        Socket watching;
        long begun;
        try (ConsoleWorld world = new ConsoleWorld(folder)) {
            watching = new Socket(InetAddress.getLoopbackAddress(), world.gateway().managementPort());
            watching.getOutputStream()
                    .write(("GET /console/data/decisions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                            + ConsoleWorld.SECRET + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            await().until(() -> world.gateway().bean(DecisionFeed.class).listening() == 1);
            begun = System.nanoTime();
        }
        try (watching) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            String all = new String(watching.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all).contains("event:decisions").endsWith("0\r\n\r\n"); // whole, and not broken off
        }
    }
}
