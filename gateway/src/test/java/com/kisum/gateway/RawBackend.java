package com.kisum.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What if a backend did exactly this with the connection? A socket, the bytes that came, and the bytes that a test says. */
final class RawBackend implements AutoCloseable {
    static final Script OK = talk -> {
        talk.readBody();
        boolean head = talk.head().startLine().startsWith("HEAD ");
        talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + (head ? "" : "ok"));
    };

    private final ServerSocket server;
    private final BlockingQueue<RawMessage> seen = new LinkedBlockingQueue<>();
    private volatile Part part = new Part(OK);

    /** What is played until the test says something else. */
    private record Part(Script script) {}

    /** What it does with a request whose head it has read. */
    interface Script {
        void answer(Talk talk) throws IOException, InterruptedException;
    }

    /** One request and the connection it came by. */
    final class Talk {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final RawMessage head;
        private final Part part;
        private boolean recorded;

        private Talk(Part part, Socket socket, InputStream in, OutputStream out, RawMessage head) {
            this.part = part;
            this.socket = socket;
            this.in = in;
            this.out = out;
            this.head = head;
        }

        RawMessage head() {
            return head;
        }

        RawMessage readBody() throws IOException {
            RawMessage whole = head.withBody(in);
            record(whole);
            return whole;
        }

        /** Unless the test that it belongs to is over. */
        void record(RawMessage message) {
            recorded = true;
            if (isOn()) {
                seen.add(message);
            }
        }

        // Two tests may say the same; it is told twice.
        @SuppressWarnings("ReferenceEquality")
        private boolean isOn() {
            return part == RawBackend.this.part;
        }

        void send(String latin) throws IOException {
            send(latin.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** The next so many bytes, whatever they are. */
        byte[] read(int many) throws IOException {
            return in.readNBytes(many);
        }

        /** What is there of the body, up to so many bytes; fewer than one when it is over. */
        int take(byte[] part) throws IOException {
            return in.read(part);
        }

        /** The same for each request that came by the same connection. */
        int connection() {
            return socket.getPort();
        }

        /** Returns when the other side has closed the connection. */
        void awaitClose() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        void close() throws IOException {
            socket.close();
        }
    }

    private RawBackend(ServerSocket server) {
        this.server = server;
    }

    static RawBackend start() throws IOException {
        RawBackend backend = new RawBackend(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(backend::accept);
        return backend;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket; InputStream in = new BufferedInputStream(socket.getInputStream())) {
            Optional<RawMessage> head = RawMessage.head(in);
            while (head.isPresent()) {
                Talk talk = new Talk(part, socket, in, socket.getOutputStream(), head.get());
                talk.part.script().answer(talk);
                if (!talk.recorded) {
                    talk.record(talk.head);
                }
                head = socket.isClosed() ? Optional.empty() : RawMessage.head(in);
            }
        } catch (IOException broken) {
            // the other side hung up, which the tests tell from what is seen
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** From the next request on; what was seen is forgotten. */
    void does(Script what) {
        part = new Part(what);
        seen.clear();
    }

    void answers(String latin) {
        does(talk -> {
            talk.readBody();
            talk.send(latin);
        });
    }

    RawMessage saw() throws InterruptedException {
        return Objects.requireNonNull(seen.poll(10, TimeUnit.SECONDS), "the backend saw no request");
    }

    long seenSoFar(String target) {
        return seen.stream().filter(message -> message.target().equals(target)).count();
    }

    int seenSoFar() {
        return seen.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
