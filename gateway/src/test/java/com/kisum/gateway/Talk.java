package com.kisum.gateway;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A WebSocket of the JDK's own client, and what it hears. */
public final class Talk implements WebSocket.Listener, AutoCloseable {
    private static final long PATIENCE = 20;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private @Nullable WebSocket socket;

    private Talk() {}

    /**
     * @param company none, where nobody asks for it
     */
    public static Talk open(HttpClient client, int port, String path, String token, @Nullable String company,
            String... protocols) {
        Talk talk = new Talk();
        WebSocket.Builder builder = client.newWebSocketBuilder().header("Authorization", "Bearer " + token);
        if (company != null) {
            builder.header("x-org", company);
        }
        if (protocols.length > 0) {
            builder.subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
        }
        talk.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), talk).join();
        return talk;
    }

    /** The answer to a handshake that does not succeed. */
    public static int refusal(HttpClient client, int port, String path, String token, @Nullable String company) {
        try (Talk _ = open(client, port, path, token, company)) {
            throw new AssertionError("it was opened");
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    public WebSocket socket() {
        return Objects.requireNonNull(socket);
    }

    public String says(String words) throws InterruptedException {
        socket().sendText(words, true).join();
        return hears();
    }

    public String hears() throws InterruptedException {
        return Objects.requireNonNull(heard.poll(PATIENCE, TimeUnit.SECONDS),
                () -> "nothing was heard; ended: " + ended.getNow("not") + "; so far " + binary.size() + " bytes");
    }

    /** Code and reason, or what went wrong. */
    public String ended() {
        try {
            return ended.get(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("it has not ended", e);
        }
    }

    public boolean isOpen() {
        return !ended.isDone();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            heard.add(text.toString());
            text.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            heard.add(binary.toString(StandardCharsets.ISO_8859_1));
            binary.reset();
        }
        webSocket.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        heard.add("pong");
        webSocket.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        ended.complete((statusCode + " " + reason).strip());
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended.complete(String.valueOf(error));
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
