package com.kisum.bench.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How is a gateway kept busy? A closed loop: each of a number of kept-alive connections sends the same request as soon as
 * the answer to the last one is whole. One event loop drives all of them, so counting needs no locks.
 */
final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final int connections;
    private final ByteBuf request;

    Load(int connections, String request) {
        this.connections = connections;
        this.request = Unpooled
                .unreleasableBuffer(Unpooled.directBuffer().writeBytes(request.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Sends for so long, and reads what the process has used before the first request and after the last answer. */
    Burst burst(Proxy proxy, Duration length) throws Exception {
        Round round = new Round(proxy, System.nanoTime() + length.toNanos());
        for (int i = 0; i < connections; i++) {
            round.connected();
        }
        long cpuBefore = proxy.cpuMicros();
        long start = System.nanoTime();
        loop.submit(round::begin).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        round.ended.get(length.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = proxy.cpuMicros() - cpuBefore;
        return loop.submit(() -> round.burst(seconds, cpu)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** One burst. After its connections are open, all of it happens on the event loop. */
    private final class Round {
        private final Proxy proxy;
        private final long deadline;
        private final Latencies latencies = new Latencies();
        private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
        private final List<Connection> open = new ArrayList<>();
        private long failures;
        private int running = connections;

        private Round(Proxy proxy, long deadline) {
            this.proxy = proxy;
            this.deadline = deadline;
        }

        private void connected() throws InterruptedException, IOException {
            Connection connection = new Connection(this);
            open.add(connection);
            Bootstrap bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(PATIENCE.toMillis()))
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new HttpResponseDecoder(), connection);
                        }
                    });
            if (!bootstrap.connect("127.0.0.1", proxy.port()).await().isSuccess()) {
                throw new IOException(proxy.name() + " does not take connections");
            }
        }

        private boolean begin() {
            open.forEach(Connection::send);
            return true;
        }

        private void stopped() {
            running--;
            if (running == 0) {
                ended.complete(true);
            }
        }

        private Burst burst(double seconds, double cpuMicros) {
            return new Burst(latencies.count(), failures, seconds, latencies.millisOf(0.5), latencies.millisOf(0.99),
                    cpuMicros / Math.max(1, latencies.count()));
        }
    }

    private final class Connection extends SimpleChannelInboundHandler<HttpObject> {
        private final Round round;
        private @Nullable ChannelHandlerContext context;
        private long sentAt;
        private long bytes;
        private boolean expected;
        private boolean over;

        private Connection(Round round) {
            this.round = round;
        }

        @Override
        public void channelActive(ChannelHandlerContext active) {
            context = active;
        }

        private void send() {
            if (context == null) {
                stop();
                return;
            }
            bytes = 0;
            sentAt = System.nanoTime();
            var _ = context.writeAndFlush(request.duplicate(), context.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext active, HttpObject part) {
            if (part instanceof HttpResponse head) {
                expected = head.status().code() == 200;
            }
            if (part instanceof HttpContent content) {
                bytes += content.content().readableBytes();
            }
            if (part instanceof LastHttpContent) {
                answered(active);
            }
        }

        private void answered(ChannelHandlerContext active) {
            long now = System.nanoTime();
            round.latencies.add(now - sentAt);
            if (!expected || bytes != Backend.BODY_BYTES) {
                round.failures++;
            }
            if (now < round.deadline) {
                send();
            } else {
                stop();
                var _ = active.close();
            }
        }

        /** A gateway that closes a connection in the middle of a burst has failed: all keep theirs alive. */
        @Override
        public void channelInactive(ChannelHandlerContext active) {
            if (!over) {
                round.failures++;
                stop();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext active, Throwable broken) {
            var _ = active.close();
        }

        private void stop() {
            over = true;
            round.stopped();
        }
    }
}
