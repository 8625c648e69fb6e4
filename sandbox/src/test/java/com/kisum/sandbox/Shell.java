package com.kisum.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What does a person's terminal say to what they paste? One shell for all of it, so that variables and functions stay. */
final class Shell implements AutoCloseable {
    private static final String END = "that-was-all-of-it";

    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    private Shell(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.out = process.inputReader(StandardCharsets.UTF_8);
        // A test that fails leaves nobody behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** What was said, on both streams, and how the last command ended. */
    record Said(String text, int status) {}

    static Shell in(Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh").directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().merge("PATH", System.getProperty("java.home") + "/bin",
                (path, java) -> java + ":" + path);
        return new Shell(builder.start());
    }

    /** A command that does not come to an end ends the shell. */
    Said run(String commands, Duration within) throws IOException, InterruptedException, ExecutionException {
        in.write(commands + "\nprintf '\\n" + END + " %s\\n' $?\n");
        in.flush();
        CompletableFuture<Said> said = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(said));
        try {
            return said.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("This did not come to an end within " + within + ": " + commands, e);
        }
    }

    private void read(CompletableFuture<Said> said) {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(END)) {
                    said.complete(new Said(String.join("\n", lines).strip(),
                            Integer.parseInt(line.substring(END.length() + 1))));
                    return;
                }
                lines.add(line);
            }
            said.completeExceptionally(new AssertionError("The shell ended after " + lines));
        } catch (IOException e) {
            said.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
