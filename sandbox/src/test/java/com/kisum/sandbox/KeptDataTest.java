package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Asking.Reply;
import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.run.Parts;
import com.kisum.sandbox.run.Progress;
import com.kisum.sandbox.run.StartFailure;
import com.kisum.sandbox.store.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there again after a restart, and what is not? */
class KeptDataTest {
    private static final Path PROGRAMS = RunningPlatform.DATA;

    @TempDir
    private Path folder;

    @Test
    void whatWasChangedIsThereAgainInTheFolderThatWasNamed() throws Exception {
        Reply login;
        long bought;
        try (Platform platform = start()) {
            login = login(platform);
            Asking.at(platform, Place.AUTH).asService().send("DELETE",
                    "/internal/memberships/m-acme-cleo/permissions/finance.expenses.read", Map.of());
            bought = version(Asking.at(platform, Place.CORE).asService().send("POST",
                    "/internal/companies/lumen/addons", Map.of("addon", "finance", "status", "active")));
            assertThat(redis(platform, "SET", "access-version:company:lumen", "7")).isEqualTo("+OK");
        }
        // A run that is killed leaves its stores running on that data.
        Process victim = CrashTest.start(folder, PROGRAMS);
        victim.destroyForcibly();
        assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        // On other ports, and its stores on others too.
        try (Platform again = start()) {
            Asking auth = Asking.at(again, Place.AUTH);
            assertThat(auth.bearing(login.text("accessToken")).get("/auth/me").status()).as("the key and the session")
                    .isEqualTo(200);
            assertThat(auth.bearing(login.text("accessToken")).with("x-org", "acme").get("/auth/me/access").json()
                    .path("permissions").toString()).as("what was taken from her")
                    .isEqualTo("[\"promoter.events.read\"]");
            assertThat(auth.send("POST", "/auth/refresh", Map.of("refreshToken", login.text("refreshToken"))).status())
                    .isEqualTo(200);
            assertThat(version(Asking.at(again, Place.CORE).asService().get("/internal/companies/lumen/entitlements")))
                    .as("a version never goes back").isEqualTo(bought);
            assertThat(redis(again, "GET", "access-version:company:lumen")).isEqualTo("7");
            List<String> restoring = restoring(again);
            assertThat(restoring).as("what the card's commands need").hasSize(2);
            for (String command : restoring) {
                assertThat(new ProcessBuilder("sh", "-c", command + " --fail").redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor()).as(command).isZero();
            }
            assertThat(restoring(again)).isEmpty();
        }
    }

    @Test
    void aFirstStartThatCameToNothingIsDoneAnew() throws Exception {
        Path half = Files.createDirectories(folder.resolve("data").resolve("postgres"));
        Files.writeString(folder.resolve("sandbox.lock"), "");
        Files.writeString(half.resolve("PG_VERSION"), "18\n");
        try (Platform platform = start()) {
            assertThat(login(platform).status()).isEqualTo(200);
        }
    }

    private static List<String> restoring(Platform platform) throws StartFailure {
        try (Visitor visitor = new Visitor(platform.ports())) {
            return Kept.restoring(platform.ports(),
                    visitor.access(visitor.token("cleo@acme.test").orElseThrow(), "acme"),
                    visitor.access(visitor.token("vera@lumen.test").orElseThrow(), "lumen"));
        }
    }

    private Platform start() throws StartFailure, IOException {
        Parts parts = new Parts();
        return Platform.start(Ports.free(), parts.add(DataFolder.keep(folder, PROGRAMS)), Progress.SILENT, parts);
    }

    private static Reply login(Platform platform) throws IOException, InterruptedException {
        return Asking.at(platform, Place.AUTH).send("POST", "/auth/login",
                Map.of("email", "cleo@acme.test", "password", "sandbox"));
    }

    private static long version(Reply entitlements) {
        return entitlements.json().path("entitlementVersion").asLong();
    }

    /** The last line of what Redis says. */
    private static String redis(Platform platform, String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.redisPort())) {
            socket.getOutputStream()
                    .write((String.join(" ", words) + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return said.lines().filter(line -> !line.startsWith("$")).findFirst().orElse("nothing");
        }
    }
}
