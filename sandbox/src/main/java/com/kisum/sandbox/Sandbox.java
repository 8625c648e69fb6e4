package com.kisum.sandbox;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.run.Parts;
import com.kisum.sandbox.run.Progress;
import com.kisum.sandbox.run.StartFailure;
import com.kisum.sandbox.store.DataFolder;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;

/** How does one start everything? From the project's root, with one command; ending it takes one Ctrl-C. */
public final class Sandbox {
    private static final Path DATA = Path.of("sandbox", "target", "sandbox-data");

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
        Gateway gateway = parts.add(Gateway.start(platform, routes));
        progress.started(Place.GATEWAY.title(), ports.url(Place.GATEWAY));
        Card card = new Card(ports, routes, folder.isKept() ? Optional.of(Path.of(kept)) : Optional.empty(),
                gateway.isSecured());
        try (Visitor visitor = new Visitor(ports)) {
            Optional<String> cleo = visitor.token("cleo@acme.test");
            Optional<String> vera = visitor.token("vera@lumen.test");
            if (cleo.isEmpty() || vera.isEmpty()) {
                return card.without(Stream.of("u-cleo", "u-vera").map(user -> Kept.activation(ports, user)).toList());
            }
            List<String> first = Kept.restoring(ports, visitor.access(cleo.get(), "acme"),
                    visitor.access(vera.get(), "lumen"));
            return card.with(first, cleo.get(), vera.get());
        }
    }

    private static Progress progress(PrintStream console) {
        long begun = System.nanoTime();
        console.println("The sandbox starts: real stores, stand-ins for Auth, Core and the backends, and the gateway.");
        return (what, where) -> console.println("  %-12s%-24s%6.1f s".formatted(what, where,
                Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0));
    }
}
