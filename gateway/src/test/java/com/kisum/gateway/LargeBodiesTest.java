package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does a body of any size pass in little memory, and does whoever does not read stop the one who writes? */
final class LargeBodiesTest {
    private static final long LARGE = 300L * 1024 * 1024;
    private static final int PART = 64 * 1024;
    /** What the system keeps of connections on one machine is a few megabytes each; what we keep must not show beside it. */
    private static final long LITTLE = 48L * 1024 * 1024;

    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.http2.cleartext=true");

    @TempDir
    private Path directory;

    /** How much netty has taken from the system at most, seen by whoever is at the other end. */
    private static final class Memory {
        private final long before = now();
        private final AtomicLong most = new AtomicLong();

        private static long now() {
            ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
            return metric.usedDirectMemory() + metric.usedHeapMemory();
        }

        void look() {
            long now = now();
            most.accumulateAndGet(now, Math::max);
        }

        long grown() {
            assertThat(most.get()).as("it was measured").isPositive();
            return most.get() - before;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
    void aLargeUploadPassesInLittleMemory(String version) throws Exception {
        Path file = directory.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(LARGE);
        }
        Memory memory = new Memory();
        gateway.backend.does(talk -> {
            byte[] part = new byte[PART];
            long read = 0;
            while (read < LARGE) {
                read += talk.take(part);
                memory.look();
            }
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        assertThat(curl(version, "-T", file.toString(), "-w", " %{size_upload}")).isEqualTo("ok " + LARGE);
        assertThat(memory.grown()).isLessThan(LITTLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
    void aLargeDownloadPassesInLittleMemory(String version) throws Exception {
        Memory memory = new Memory();
        gateway.backend.does(talk -> {
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
            byte[] part = new byte[PART];
            for (long sent = 0; sent < LARGE; sent += PART) {
                talk.send(part);
                memory.look();
            }
        });
        assertThat(curl(version, "-o", "/dev/null", "-w", "%{size_download}")).isEqualTo(Long.toString(LARGE));
        assertThat(memory.grown()).isLessThan(LITTLE);
    }

    private static String curl(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 3];
        command[0] = "curl";
        command[1] = "-sS";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        command[command.length - 1] = "http://127.0.0.1:" + gateway.port() + "/endless/a";
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatDoesNotReadStopsTheBackendAndOneThatGoesFreesIt(boolean http2) throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch cut = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            try {
                talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
                byte[] part = new byte[PART];
                while (sent.addAndGet(PART) < LARGE) {
                    talk.send(part);
                }
            } finally {
                cut.countDown();
            }
        });
        try (AutoCloseable _ = http2
                ? RawStreams.to(gateway.port()).request(1, true, "GET", "/open/a")
                : gateway.client().send(ProxyUnderTest.request("GET", "/open/a", ""))) {
            assertThat(stalled(sent)).isBetween((long) PART, LITTLE);
            assertThat(cut.getCount()).isEqualTo(1);
        }
        assertThat(cut.await(10, TimeUnit.SECONDS)).as("the backend's work is called off").isTrue();
    }

    @Test
    void aBackendThatDoesNotReadStopsTheClientAndAClientThatGoesFreesIt() throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch cut = new CountDownLatch(1);
        gateway.backend.does(talk -> {
            try {
                gone.await(20, TimeUnit.SECONDS);
                talk.awaitClose();
            } finally {
                cut.countDown();
            }
        });
        AtomicBoolean closed = new AtomicBoolean();
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request("POST", "/endless/a", "Content-Length: " + LARGE + "\r\n"));
            Thread.ofVirtual().start(() -> {
                try {
                    while (sent.addAndGet(PART) < LARGE) {
                        client.send(new byte[PART]);
                    }
                } catch (IOException broken) {
                    closed.set(true);
                }
            });
            assertThat(stalled(sent)).isBetween((long) PART, LITTLE);
        }
        gone.countDown();
        assertThat(cut.await(10, TimeUnit.SECONDS)).as("the backend's work is called off").isTrue();
    }

    /** Where it stood still for half a second. */
    private static long stalled(AtomicLong count) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        long at = count.get();
        long since = System.nanoTime();
        while (at == 0 || System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(500)) {
            assertThat(System.nanoTime()).as("it stands still at last").isLessThan(until);
            LockSupport.parkNanos(20_000_000);
            if (count.get() != at) {
                at = count.get();
                since = System.nanoTime();
            }
        }
        return at;
    }
}
