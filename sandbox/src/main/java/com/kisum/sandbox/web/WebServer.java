package com.kisum.sandbox.web;

import com.kisum.sandbox.fault.Fault;
import com.kisum.sandbox.fault.Faulty;
import com.kisum.sandbox.fault.HeldPort;
import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.StartFailure;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * Who listens on a port, and behaves badly when told to? Every service of the sandbox is one of these, so that each of them
 * knows every fault. The threads are the sandbox's own: what the gateway shares with its backend in production is a network.
 */
public final class WebServer implements Faulty, Part {
    private static final LoopResources THREADS = LoopResources.create("sandbox", 2, true);
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_HEADERS = 256 * 1024;
    private static final byte[] NOISE = "\u0001<<< {{ this is not what you asked for".getBytes(StandardCharsets.UTF_8);

    private final Handler handler;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final int port;
    private DisposableServer listening;
    private @Nullable HeldPort held;
    private volatile @Nullable Fault fault;
    private volatile Sinks.Empty<Void> healed = Sinks.empty();

    private WebServer(int port, Handler handler) {
        this.handler = handler;
        this.listening = listen(port);
        this.port = listening.port();
    }

    /**
     * @param name who listens there, for the person who reads why it could not
     * @param port 0 for any
     */
    public static WebServer start(String name, int port, Handler handler) throws StartFailure {
        try {
            return new WebServer(port, handler);
        } catch (ChannelBindException e) {
            throw new StartFailure("Port " + port + " (" + name + ") cannot be listened on", e);
        }
    }

    /** What answers a request. */
    @FunctionalInterface
    public interface Handler {
        Mono<Void> handle(HttpServerRequest request, HttpServerResponse response);
    }

    public int port() {
        return port;
    }

    @Override
    public synchronized void inflict(Fault wanted) {
        if (wanted != Fault.DOWN) {
            heal();
        }
        healed = Sinks.empty();
        fault = wanted;
        if (wanted == Fault.DOWN && held == null) {
            stopListening();
            held = HeldPort.hold(port);
        }
    }

    @Override
    public synchronized void heal() {
        fault = null;
        healed.tryEmitEmpty();
        if (held != null) {
            held.close();
            held = null;
            listening = listen(port);
        }
    }

    @Override
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public synchronized void close() {
        stopListening();
        if (held != null) {
            held.close();
            held = null;
        }
    }

    private DisposableServer listen(int wanted) {
        return HttpServer.create()
                .runOn(THREADS)
                .host("127.0.0.1")
                .port(wanted)
                .httpRequestDecoder(limits -> limits.maxInitialLineLength(LONGEST_LINE)
                        .maxHeaderSize(LONGEST_HEADERS)
                        .validateHeaders(false))
                .doOnChannelInit((observer, channel, address) -> connections.add(channel))
                .handle(this::answer)
                .bindNow();
    }

    private void stopListening() {
        listening.channel().close().awaitUninterruptibly(CLOSING.toMillis());
        connections.close().awaitUninterruptibly(CLOSING.toMillis());
        listening.dispose();
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        Fault now = fault;
        return switch (now) {
            case null -> handler.handle(request, response);
            // It came just before the connection is cut.
            case DOWN -> Mono.never();
            // What is held back is let go when the fault ends, as the relay does it.
            case SLOW -> Mono.firstWithSignal(Mono.delay(LATENESS).then(), healed.asMono())
                    .then(Mono.defer(() -> handler.handle(request, response)));
            case ERROR -> response.status(500).sendString(Mono.just("The sandbox was told to fail.")).then();
            case GARBAGE -> response.header("content-type", "application/json")
                    .sendByteArray(Mono.just(NOISE))
                    .then();
        };
    }
}
