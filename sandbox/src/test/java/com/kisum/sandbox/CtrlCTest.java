package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Ports.Place;
import java.io.BufferedReader;
import java.io.File;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Does the sandbox end when told to, though clients hold connections that they do not use? */
class CtrlCTest {
    private static final Path ROOT = Path.of("target", "ctrl-c").toAbsolutePath();
    private static final Path LOG = Path.of("target", "ctrl-c.log");

    @Test
    void idleConnectionsKeepNobodyFromGoing() throws Exception {
        StartedSandbox.shareData(ROOT);
        Ports ports = Ports.free();
        ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Sandbox.class.getName()).directory(ROOT.toFile())
                .redirectError(new File(LOG.toString()));
        for (Place place : Place.values()) {
            builder.environment().put(place.variable(), Integer.toString(ports.of(place)));
        }
        builder.environment().put("GATEWAY_ROUTES", WholePlatform.routes().toString());
        Process sandbox = builder.start();
        // A test that fails leaves nobody behind.
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::destroy));
        try (BufferedReader said = sandbox.inputReader(StandardCharsets.UTF_8)) {
            String card = said.readLine();
            while (card != null && !card.contains("/api/finance/expenses/7")) {
                card = said.readLine();
            }
            assertThat(card).as("the card").isNotNull();
            try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), ports.of(Place.GATEWAY))) {
                OutputStream out = idle.getOutputStream();
                out.write("GET /api/nothing HTTP/1.1\r\nHost: sandbox\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(idle.getInputStream().read()).as("an answer, and the connection stays").isEqualTo('H');
                sandbox.destroy();
                // Far less than waiting for such a connection, or for the end of the drain, would take.
                assertThat(sandbox.waitFor(10, TimeUnit.SECONDS)).as("it has ended").isTrue();
            }
        }
        assertThat(Files.readString(LOG)).as("what a newcomer sees besides the card").isEmpty();
    }
}
