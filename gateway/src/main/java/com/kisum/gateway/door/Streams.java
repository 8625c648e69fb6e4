package com.kisum.gateway.door;

import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.record.Refusals;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is answered on an HTTP/2 connection before a request becomes one? To heads that say something in two ways, what the contract
 * asks for; on their stream alone, since where a stream ends is never in doubt: the others go on. The codec has reset by then what
 * is no HTTP/2 (names in capitals, headers that speak for the connection, bodies longer or shorter than they said): of those heads
 * {@link RejectedHeads} knows.
 */
final class Streams extends ChannelInboundHandlerAdapter {
    /** At least so much, so that one that is alone is fast. */
    private static final long LEAST_WINDOW = 1024 * 1024;
    private static final long MOST_WINDOW = Integer.MAX_VALUE;
    private static final String UNKNOWN = "unknown";

    private final Entrance.Bounds bounds;
    private final ProblemWriter problems;
    private final Refusals refusals;
    private final UnwantedBodies unwanted;
    private int lastStream;

    Streams(Entrance.Bounds bounds, ProblemWriter problems, Refusals refusals, UnwantedBodies unwanted) {
        this.bounds = bounds;
        this.problems = problems;
        this.refusals = refusals;
        this.unwanted = unwanted;
    }

    /** The last one whose head came through the codec. */
    int last() {
        return lastStream;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Http2Exception {
        Http2Connection connection = context.pipeline().get(Http2FrameCodec.class).connection();
        Http2LocalFlowController flow = connection.local().flowController();
        flow.incrementWindowSize(connection.connectionStream(),
                window(flow) - flow.windowSize(connection.connectionStream()));
    }

    /** Streams whose bodies nobody takes at the moment, however many, must not use up what the others may send. */
    private int window(Http2LocalFlowController flow) {
        long ofAll = (long) bounds.streams() * flow.initialWindowSize();
        return (int) Math.clamp(ofAll, LEAST_WINDOW, MOST_WINDOW);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Http2FrameStream stream = message instanceof Http2HeadersFrame frame ? frame.stream() : null;
        if (message instanceof Http2HeadersFrame head && stream != null && !passes(context, head, stream)) {
            return;
        }
        context.fireChannelRead(message);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a reset that cannot be sent is one of a stream that has ended
    private boolean passes(ChannelHandlerContext context, Http2HeadersFrame head, Http2FrameStream stream) {
        if (stream.id() <= lastStream) { // what comes after a body
            if (isHead(head.headers())) {
                context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR).stream(stream));
                return false;
            }
            return true;
        }
        lastStream = stream.id();
        long started = System.nanoTime();
        Answer fault = StreamHead.fault(head.headers(), bounds);
        if (fault != null) {
            refuse(context, head.headers(), stream, fault, started);
        }
        return fault == null;
    }

    private static boolean isHead(Http2Headers headers) {
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            if (header.getKey().charAt(0) == ':') {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of what cannot be read
    private void refuse(ChannelHandlerContext context, Http2Headers asked, Http2FrameStream stream, Answer answer,
            long started) {
        unwanted.nobodyReads(stream);
        RequestTrace trace = RequestTrace.of(text(asked.get("x-request-id")), text(asked.get("traceparent")));
        String method = text(asked.method());
        refusals.record(answer, trace.requestId(), trace.traceId(), method == null ? UNKNOWN : method,
                System.nanoTime() - started);
        HttpHeaders written = new DefaultHttpHeaders();
        ByteBuf body = problems.body(answer, trace.requestId(), plain(asked), written);
        Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(answer.code().status()));
        written.forEach(header -> head.add(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        if (HttpMethod.HEAD.name().equals(method)) {
            body.release();
            context.write(new DefaultHttp2HeadersFrame(head, true).stream(stream));
        } else {
            context.write(new DefaultHttp2HeadersFrame(head, false).stream(stream));
            context.write(new DefaultHttp2DataFrame(body, true).stream(stream));
        }
        context.flush();
    }

    private static @Nullable String text(@Nullable CharSequence value) {
        return value == null ? null : value.toString();
    }

    private static HttpHeaders plain(Http2Headers asked) {
        HttpHeaders plain = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        asked.forEach(header -> plain.add(header.getKey(), header.getValue()));
        return plain;
    }

    /** What a client did that ends its connection. The codec has told it so; nobody else need know. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof Http2Exception || cause instanceof IOException || cause instanceof DecoderException)) {
            context.fireExceptionCaught(cause);
        }
    }
}
