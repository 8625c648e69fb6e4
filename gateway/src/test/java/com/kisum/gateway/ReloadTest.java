package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.kisum.gateway.route.Policies;
import com.kisum.gateway.route.Reload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does an edit of routes.yml do to a gateway that runs? */
class ReloadTest {
    private static final String SECRET = "a-secret-of-the-management-port";

    @TempDir
    static Path folder;

    private static RawBackend backend;
    private static Path mount;
    private static Path file;
    private static RunningGateway gateway;

    /** A mounted ConfigMap: the file is a link through {@code ..data}, which is replaced by a rename. */
    @BeforeAll
    static void start() throws IOException {
        backend = RawBackend.start();
        mount = Files.createDirectory(folder.resolve("mount"));
        Path one = Files.createDirectory(mount.resolve("..2026_11_21_1"));
        file = one.resolve("routes.yml");
        Files.writeString(file, policy("first"));
        Files.createSymbolicLink(mount.resolve("..data"), one.getFileName());
        gateway = running(Files.createSymbolicLink(mount.resolve("routes.yml"), Path.of("..data", "routes.yml")));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void first() throws IOException {
        backend.does(RawBackend.OK);
        Files.writeString(file, policy("first"));
        awaitStatus("/first", 200);
    }

    private static RunningGateway running(Path file) {
        return RunningGateway.start(file, FakePorts.create(), "--gateway.reload-check=20ms",
                "--gateway.manage.secret=" + SECRET);
    }

    private static String policy(String... ids) {
        return policy(backend.port(), ids);
    }

    private static String policy(int port, String... ids) {
        StringBuilder text = new StringBuilder(
                "version: 1\nmodules: { promoter: { type: base } }\nbackends: { raw: { url: \"http://127.0.0.1:"
                        + port + "\" } }\nroutes:\n");
        for (String id : ids) {
            text.append("  - { id: %1$s, match: GET /%1$s, backend: raw, access: public }\n".formatted(id));
        }
        return text.toString();
    }

    private static int status(String path) {
        return said(gateway.port(), path, "").status();
    }

    private static String shown() {
        return said(gateway.managementPort(), "/policy", "Authorization: Bearer " + SECRET + "\r\n").text();
    }

    private static String metric(String line) {
        return said(gateway.managementPort(), "/actuator/prometheus", "").text().lines()
                .filter(found -> found.startsWith(line)).findFirst().orElse("none");
    }

    private static RawMessage said(int port, String path, String headers) {
        try (RawClient client = RawClient.to(port)) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n")
                    .answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitStatus(String path, int status) {
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20))
                .until(() -> status(path) == status);
    }

    private static Reload.Failed awaitFailure() {
        return (Reload.Failed) await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20))
                .until(() -> gateway.bean(Policies.class).lastReload().orElse(null), Reload.Failed.class::isInstance);
    }

    @Test
    void anEditTakesOverWithoutARestartAndIsShown() throws IOException {
        String before = gateway.bean(Policies.class).get().revision();
        assertThat(status("/first")).isEqualTo(200);
        assertThat(status("/second")).isEqualTo(404);
        Files.writeString(file, policy("second"));
        awaitStatus("/second", 200);
        assertThat(status("/first")).isEqualTo(404);
        String revision = gateway.bean(Policies.class).get().revision();
        assertThat(revision).isNotEqualTo(before);
        assertThat(shown()).contains("\"revision\":\"" + revision + "\"").contains("\"outcome\":\"success\"");
        assertThat(metric("gateway_policy_reloads_total{outcome=\"success\"}")).doesNotEndWith(" 0.0");
        assertThat(metric("gateway_policy_revision")).isEqualTo(
                "gateway_policy_revision{revision=\"" + revision + "\"} 1.0");
    }

    @Test
    void aMistakeChangesNothingIsExplainedAndIsForgivenWhenTakenBack() throws IOException {
        String good = Files.readString(file);
        String before = gateway.bean(Policies.class).get().revision();
        Files.writeString(file, good.replace("access: public", "acess: public"));
        assertThat(awaitFailure().problems()).anySatisfy(
                problem -> assertThat(problem).contains("routes.yml:5:").contains("acess").contains("access"));
        assertThat(status("/first")).isEqualTo(200);
        assertThat(shown()).contains("\"revision\":\"" + before + "\"").contains("\"outcome\":\"failure\"")
                .contains("acess");
        assertThat(metric("gateway_policy_reloads_total{outcome=\"failure\"}")).doesNotEndWith(" 0.0");

        Files.writeString(file, good);
        await().atMost(Duration.ofSeconds(20)).until(() -> shown().contains("\"outcome\":\"success\""));
        assertThat(gateway.bean(Policies.class).get().revision()).isEqualTo(before);
    }

    @Test
    void aFileThatIsGoneLeavesThePolicyInForce() throws IOException {
        Files.delete(file);
        assertThat(awaitFailure().problems()).singleElement().asString().contains("cannot be read");
        assertThat(status("/first")).isEqualTo(200);
        Files.writeString(file, policy("second"));
        awaitStatus("/second", 200);
    }

    @Test
    void theContentCountsAndNotTheDate() throws IOException {
        FileTime date = Files.getLastModifiedTime(file);
        Files.writeString(file, policy("third")); // of the same length, too
        Files.setLastModifiedTime(file, date);
        awaitStatus("/third", 200);
    }

    @Test
    void aConfigMapsSwapOfLinksIsAnEdit() throws IOException {
        Path two = Files.createDirectory(mount.resolve("..2026_11_21_2"));
        Files.writeString(two.resolve("routes.yml"), policy("second"));
        swapTo(two);
        awaitStatus("/second", 200);
        assertThat(status("/first")).isEqualTo(404);
        swapTo(Objects.requireNonNull(file.getParent()));
        awaitStatus("/first", 200);
    }

    private static void swapTo(Path content) throws IOException {
        Path swapped = Files.createSymbolicLink(mount.resolve("..data_tmp"), content.getFileName());
        Files.move(swapped, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aRequestEndsWithThePolicyItBeganWith() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        backend.does(talk -> {
            if (talk.head().startLine().contains("/first")) {
                arrived.countDown();
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            }
            RawBackend.OK.answer(talk);
        });
        try (RawClient client = RawClient.to(gateway.port()); RawBackend another = RawBackend.start()) {
            client.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            Files.writeString(file, policy(another.port(), "second"));
            awaitStatus("/second", 200);
            goOn.countDown();
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(status("/first")).isEqualTo(404);
            assertThat(another.saw().startLine()).contains("/second");
        }
    }
}
