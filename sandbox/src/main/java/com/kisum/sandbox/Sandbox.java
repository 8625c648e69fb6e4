package com.kisum.sandbox;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.auth.People;
import com.kisum.sandbox.run.Parts;
import com.kisum.sandbox.run.Progress;
import com.kisum.sandbox.run.StartFailure;
import com.kisum.sandbox.store.DataFolder;
import com.kisum.sandbox.web.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;

/** How does one start everything? From the project's root, with one command; ending it takes one Ctrl-C. */
public final class Sandbox {
    private static final Path DATA = Path.of("sandbox", "target", "sandbox-data");
    private static final Duration CONNECTING = Duration.ofSeconds(2);
    private static final Duration ANSWERING = Duration.ofSeconds(10);

    /** Ctrl-C while everything starts makes parts fail that lose what they stand on; nobody needs to hear of that. */
    private static final AtomicBoolean ENDING = new AtomicBoolean();

    private Sandbox() {}

    public static void main(String[] arguments) {
        // Until the gateway sets up logging, libraries would tell the console everything they do.
        LoggingSystem.get(Sandbox.class.getClassLoader()).beforeInitialize();
        PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Parts parts = new Parts();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("sandbox-end").unstarted(() -> {
            ENDING.set(true);
            parts.close();
        }));
        try {
            console.print(start(System.getenv(), parts, progress(console)));
        } catch (StartFailure failure) {
            end(failure.getMessage());
        } catch (RuntimeException bug) {
            end("The sandbox did not start, and it is its own fault: " + bug);
        }
    }

    /** One line, or as many as routes.yml has mistakes. */
    private static void end(@Nullable String why) {
        if (!ENDING.get()) {
            System.err.println(why);
        }
        System.exit(1);
    }

    /** Starts everything, and gives the card. */
    private static String start(Map<String, String> environment, Parts parts, Progress progress) throws StartFailure {
        Ports ports = Ports.of(environment);
        ports.mustBeFree();
        Path routes = RoutesFile.named(environment, Surroundings.backends(ports, ports.url(Place.BACKEND)));
        String kept = environment.getOrDefault("SANDBOX_DATA", "");
        DataFolder folder = parts.add(kept.isBlank() ? DataFolder.claim(DATA) : DataFolder.keep(Path.of(kept), DATA));
        Platform platform = Platform.start(ports, folder, progress, parts);
        parts.add(Gateway.start(platform, routes));
        progress.started(Place.GATEWAY.title(), ports.url(Place.GATEWAY));
        return new Card(ports, routes, folder.isKept() ? Optional.of(Path.of(kept)) : Optional.empty())
                .with(token(ports, "cleo@acme.test"), token(ports, "vera@lumen.test"));
    }

    /** Logs in as a client would. */
    private static String token(Ports ports, String email) throws StartFailure {
        byte[] login = Json.bytes(Map.of("email", email, "password", People.PASSWORD));
        HttpRequest request = HttpRequest.newBuilder(URI.create(ports.url(Place.AUTH) + "/auth/login"))
                .timeout(ANSWERING)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(login))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECTING)
                .build()) {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            return Json.read(answer.body())
                    .flatMap(body -> Json.text(body, "accessToken"))
                    .orElseThrow(() -> new StartFailure("Auth started, but " + email + " cannot log in."));
        } catch (IOException e) {
            throw new StartFailure("Auth started, but does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while starting.");
        }
    }

    private static Progress progress(PrintStream console) {
        long begun = System.nanoTime();
        console.println("The sandbox starts: real stores, stand-ins for Auth, Core and the backends, and the gateway.");
        return (what, where) -> console.println("  %-12s%-24s%6.1f s".formatted(what, where,
                Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0));
    }
}
