package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.run.StartFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void listensWhereTheEnvironmentSaysAndElseWhereItAlwaysDoes() throws Exception {
        Ports ports = Ports.of(Map.of("CORE_PORT", "18091", "AUTH_PORT", ""));
        assertThat(ports.of(Place.GATEWAY)).isEqualTo(8080);
        assertThat(ports.of(Place.MANAGEMENT)).isEqualTo(8081);
        assertThat(ports.of(Place.AUTH)).isEqualTo(8090);
        assertThat(ports.of(Place.CORE)).isEqualTo(18091);
        assertThat(ports.of(Place.BACKEND)).isEqualTo(8092);
        assertThat(ports.of(Place.CONTROL)).isEqualTo(8093);
        assertThat(ports.url(Place.CORE)).isEqualTo("http://127.0.0.1:18091");
    }

    @Test
    void saysWhatIsNoPortAndWhatIsOneTwice() {
        assertThatThrownBy(() -> Ports.of(Map.of("CORE_PORT", "http"))).isInstanceOf(StartFailure.class)
                .hasMessage("CORE_PORT=http is no port. Choose a number from 1 to 65535.");
        assertThatThrownBy(() -> Ports.of(Map.of("CORE_PORT", "70000"))).isInstanceOf(StartFailure.class);
        assertThatThrownBy(() -> Ports.of(Map.of("CORE_PORT", "8080"))).isInstanceOf(StartFailure.class)
                .hasMessage("Port 8080 cannot be the gateway and Core. Choose another one with CORE_PORT.");
    }

    @Test
    void endsWithOneLineWhenAPortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports free = Ports.free();
            Map<String, String> environment = new HashMap<>();
            for (Place place : Place.values()) {
                environment.put(place.variable(), Integer.toString(free.of(place)));
            }
            environment.put("BACKEND_PORT", Integer.toString(taken.getLocalPort()));
            ProcessBuilder sandbox = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
                    System.getProperty("java.class.path"), Sandbox.class.getName()).redirectErrorStream(true);
            sandbox.environment().putAll(environment);
            Process process = sandbox.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(said.lines().toList().getLast()).isEqualTo("Port " + taken.getLocalPort()
                    + " (the backend) is in use. Choose another one with BACKEND_PORT.");
            assertThat(said).doesNotContain("\tat ");
            assertThat(process.exitValue()).isEqualTo(1);
        }
    }
}
