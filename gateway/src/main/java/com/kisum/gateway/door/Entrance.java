package com.kisum.gateway.door;

import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.record.Refusals;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.time.Duration;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.IdleTimeoutHandler;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Does the door stand in every connection's way? Whatever is spoken on it, and however that is found out: said by configuration,
 * negotiated with TLS, or told by the first bytes. A connection of which none of these holds is closed, not served unguarded.
 */
public final class Entrance {
    private static final String SLOW_HEADS = "slow-heads";
    private static final String UNDECODABLE = "undecodable-requests";

    private final Bounds bounds;
    private final ProblemWriter problems;
    private final Refusals refusals;

    /** How large may what comes in be, in bytes, how long is it waited for, and how many streams has a connection? */
    public record Bounds(int requestLine, int oneHeader, int allHeaders, Duration headTimeout, Duration idleTimeout,
            long bodyRate, Duration bodySpan, Duration stallTimeout, int streams) {

        /** What a body has to bring in each span. */
        long leastInSpan() {
            return Math.max(1, bodyRate * bodySpan.toMillis() / 1_000);
        }
    }

    public Entrance(Bounds bounds, ProblemWriter problems, Refusals refusals) {
        this.bounds = bounds;
        this.problems = problems;
        this.refusals = refusals;
    }

    /** For each connection, as the server has prepared it. */
    public void guard(ChannelPipeline pipeline) {
        Unsent.bound(pipeline.channel());
        if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
            pipeline.addBefore(NettyPipeline.H2OrHttp11Codec, "negotiation", Negotiation.overTls(this));
        } else if (pipeline.get(NettyPipeline.H2CUpgradeHandler) != null) {
            pipeline.addBefore(NettyPipeline.H2CUpgradeHandler, "first-bytes",
                    new FirstBytes(this, bounds.headTimeout));
        } else if (!guardKnown(pipeline)) {
            throw new IllegalStateException("a connection of which nobody knows what is spoken on it");
        }
    }

    /** Whether it is known by now what is spoken here. */
    boolean guardKnown(ChannelPipeline pipeline) {
        return switch (pipeline.get(NettyPipeline.HttpCodec)) {
            case HttpServerCodec _ -> {
                guardHttp1(pipeline);
                yield true;
            }
            case Http2FrameCodec _ -> {
                guardHttp2(pipeline);
                yield true;
            }
            case null, default -> false;
        };
    }

    /** The server's own codec gives way to one that is as strict as the door. */
    private void guardHttp1(ChannelPipeline pipeline) {
        Turns turns = Turns.in(pipeline, new HttpDecoderConfig().setMaxInitialLineLength(bounds.requestLine)
                .setMaxHeaderSize(bounds.allHeaders));
        SlowClients slow = SlowClients.onConnection(bounds, turns);
        pipeline.addBefore(NettyPipeline.HttpCodec, "slow-clients-bytes", slow.bytes())
                .addAfter("answer-writer", UNDECODABLE, new UndecodableRequests(problems, refusals))
                .addAfter("answer-writer", "slow-clients-messages", slow.messages())
                .addBefore(Turns.NAME, SlowReaders.NAME, new SlowReaders(bounds));
    }

    /** The preface is there; the server's codec comes when it has seen it, too. */
    void expectHttp2(ChannelPipeline pipeline) {
        pipeline.addBefore(NettyPipeline.H2CUpgradeHandler, SLOW_HEADS, new SlowHeads(bounds.headTimeout))
                .addAfter(NettyPipeline.H2CUpgradeHandler, "negotiation", Negotiation.byPreface(this));
    }

    private void guardHttp2(ChannelPipeline pipeline) {
        if (pipeline.get(SLOW_HEADS) == null) {
            pipeline.addBefore(NettyPipeline.HttpCodec, SLOW_HEADS, new SlowHeads(bounds.headTimeout));
        }
        IdleTimeoutHandler.removeIdleTimeoutHandler(pipeline); // it takes a client that waits for an answer for one that sleeps
        Http2Connection connection = pipeline.get(Http2FrameCodec.class).connection();
        UnwantedBodies unwanted = new UnwantedBodies(connection);
        Streams streams = new Streams(bounds, problems, refusals, unwanted);
        pipeline.addBefore(NettyPipeline.HttpCodec, "rejected-heads", new RejectedHeads(streams::last, refusals))
                .addBefore(NettyPipeline.H2MultiplexHandler, "forced-resets", new ForcedResets())
                .addBefore(NettyPipeline.H2MultiplexHandler, "idle-connections",
                        new IdleConnections(connection, bounds.idleTimeout))
                .addBefore(NettyPipeline.H2MultiplexHandler, "unwanted-bodies", unwanted)
                .addBefore(NettyPipeline.H2MultiplexHandler, UNDECODABLE, streams);
    }

    /** What comes and goes on a stream of its own is measured there; no body that does not come. */
    void measureStream(HttpServerRequest request) {
        Channel channel = ((Connection) request).channel();
        if (!(channel instanceof Http2StreamChannel)) {
            return;
        }
        channel.pipeline().addBefore(NettyPipeline.H2ToHttp11Codec, SlowReaders.NAME, new SlowReaders(bounds));
        HttpHeaders headers = request.requestHeaders();
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            SlowClients slow = SlowClients.onStream(bounds);
            channel.pipeline().addBefore(NettyPipeline.H2ToHttp11Codec, "slow-clients-bytes", slow.bytes())
                    .addAfter(NettyPipeline.H2ToHttp11Codec, "slow-clients-messages", slow.messages());
        }
    }
}
