package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.store.Database;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(RunningPlatform.class)
class FaultsTest {
    private final Platform platform;
    private final Asking control;

    FaultsTest(Platform platform) {
        this.platform = platform;
        this.control = Asking.at(platform, Place.CONTROL);
    }

    @AfterEach
    void healAll() throws Exception {
        for (String part : control.get("/faults").json().propertyNames()) {
            control.send("DELETE", "/faults/" + part, Map.of());
        }
    }

    @Test
    void cutsTheGatewayOffFromRedisAndLetsItBack() throws Exception {
        try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), platform.redisPort())) {
            assertThat(ping(connected)).isEqualTo("+PONG\r\n");
            inflict("redis", "down");
            assertThatThrownBy(() -> ping(connected)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), platform.redisPort()))
                    .isInstanceOf(ConnectException.class);
        }
        control.send("DELETE", "/faults/redis", Map.of());
        assertThat(pingAnew()).isEqualTo("+PONG\r\n");
    }

    @Test
    void answersForRedisWithErrorsAndNoise() throws Exception {
        inflict("redis", "error");
        assertThat(pingAnew()).startsWith("-ERR");
        inflict("redis", "garbage");
        assertThat(pingAnew()).hasSize(7).doesNotContain("PONG");
    }

    @Test
    void holdsAnswersOfRedisBackUntilItIsHealed() throws Exception {
        inflict("redis", "slow");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.redisPort())) {
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> ping(socket)).isInstanceOf(SocketTimeoutException.class);
            control.send("DELETE", "/faults/redis", Map.of());
            socket.setSoTimeout(5000);
            assertThat(new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII))
                    .isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void cutsTheGatewayOffFromAuthsDatabaseAndNobodyElse() throws Exception {
        try (Connection connected = connect()) {
            assertThat(connected.isValid(5)).isTrue();
            inflict("auth-db", "down");
            assertThat(connected.isValid(5)).isFalse();
        }
        assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);
        assertThat(login()).as("Auth has its own way to its database").isEqualTo(200);
        inflict("auth-db", "error");
        assertThatThrownBy(this::connect).hasMessageContaining("the sandbox was told to fail");
        inflict("auth-db", "garbage");
        assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);
        control.send("DELETE", "/faults/auth-db", Map.of());
        connect().close();
    }

    @Test
    void holdsAnswersOfAuthsDatabaseBackUntilItIsHealed() throws Exception {
        try (Connection connected = connect()) {
            inflict("auth-db", "slow");
            assertThat(connected.isValid(1)).isFalse();
        }
        control.send("DELETE", "/faults/auth-db", Map.of());
        connect().close();
    }

    @ParameterizedTest
    @EnumSource(value = Place.class, names = {"AUTH", "CORE", "BACKEND"})
    void holdsAnswersOfAServiceBackUntilItIsHealed(Place place) throws Exception {
        String part = place.name().toLowerCase(Locale.ROOT);
        inflict(part, "slow");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.ports().of(place))) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            control.send("DELETE", "/faults/" + part, Map.of());
            socket.setSoTimeout(5000);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }

    @ParameterizedTest
    @EnumSource(value = Place.class, names = {"AUTH", "CORE", "BACKEND"})
    void refusesConnectionsOfAServiceThatIsDown(Place place) throws Exception {
        String part = place.name().toLowerCase(Locale.ROOT);
        try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), platform.ports().of(place))) {
            inflict(part, "down");
            connected.setSoTimeout(5000);
            assertThat(connected.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> Asking.at(platform, place).get("/")).isInstanceOf(ConnectException.class);
        }
        inflict(part, "error");
        assertThat(Asking.at(platform, place).get("/").status()).isEqualTo(500);
        inflict(part, "garbage");
        assertThat(Asking.at(platform, place).get("/").body()).contains("<<<");
        control.send("DELETE", "/faults/" + part, Map.of());
        assertThat(Asking.at(platform, place).get("/").status()).isIn(200, 404);
    }

    @Test
    void saysWhatFails() throws Exception {
        inflict("core", "slow");
        assertThat(control.get("/faults").json().toString())
                .isEqualTo("{\"auth\":null,\"auth-db\":null,\"core\":\"slow\",\"redis\":null,\"backend\":null}");
        assertThat(control.send("PUT", "/faults/moon", Map.of("mode", "down")).status()).isEqualTo(404);
        assertThat(control.send("PUT", "/faults/core", Map.of("mode", "moody")).status()).isEqualTo(400);
    }

    private void inflict(String part, String mode) throws Exception {
        assertThat(control.send("PUT", "/faults/" + part, Map.of("mode", mode)).status()).isEqualTo(200);
    }

    private int login() throws Exception {
        return Asking.at(platform, Place.AUTH)
                .send("POST", "/auth/login", Map.of("email", "ada@acme.test", "password", "sandbox"))
                .status();
    }

    private Connection connect() throws SQLException {
        Database database = platform.authDatabase();
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    private String pingAnew() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.redisPort())) {
            socket.setSoTimeout(5000);
            return ping(socket);
        }
    }

    /** What Redis says; an end of the connection is an exception. */
    private static String ping(Socket socket) throws IOException {
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readNBytes(7);
        if (answer.length == 0) {
            throw new IOException("Redis hung up");
        }
        return new String(answer, StandardCharsets.US_ASCII);
    }
}
