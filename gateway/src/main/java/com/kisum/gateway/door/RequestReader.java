package com.kisum.gateway.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes are a request? Those that have one reading. The decoder takes blanks of several kinds and numbers between the parts of
 * a request line, and unfolds a header that goes on in the next line; RFC 9112 allows that (3, 5.2), and nobody who stands before or
 * behind us has to read it so. Nothing tells afterwards how it was written, so it is looked at here, where the bytes are: each line
 * that the decoder consumed. One request at a time, as {@link Turns} has it.
 *
 * <p>A head that is too large is given up on, and answered when its end is there, or after a moment: see {@link TornHead}.
 */
final class RequestReader extends HttpRequestDecoder {
    private static final byte LINE_FEED = '\n';
    private static final int LEAST_LINE = 2;
    /** Whoever sends too much sends it at one go. */
    private static final long MOMENT_MILLIS = 1_000;

    private final Turns turns;
    private final List<String> origins = new ArrayList<>(1);
    private boolean within;
    private boolean lineIsRead;
    private boolean askedForHeadOnly;
    private @Nullable MalformedHead fault;
    private @Nullable TornHead torn;
    private @Nullable Future<?> moment;

    RequestReader(HttpDecoderConfig config, Turns turns) {
        super(config);
        this.turns = turns;
    }

    /** Whether it was HEAD that is being answered: then the answer ends with its head. */
    boolean askedForHeadOnly() {
        return askedForHeadOnly;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (torn != null) {
            readOn(torn, bytes, bytes.readerIndex(), out);
            bytes.skipBytes(bytes.readableBytes());
        } else if (within) {
            super.decode(context, bytes, out);
        } else if (turns.isFree(context)) {
            int from = bytes.readerIndex();
            super.decode(context, bytes, out);
            if (!out.isEmpty() && out.get(0) instanceof HttpRequest request && request.decoderResult().isFailure()) {
                tear(context, request, bytes, from, out);
            } else {
                look(bytes, from, bytes.readerIndex());
            }
        }
        for (Object message : out) {
            if (message instanceof HttpRequest request) {
                begin(request);
            }
            if (message instanceof LastHttpContent) {
                within = false;
            }
        }
    }

    private void begin(HttpRequest request) {
        within = true;
        turns.take();
        askedForHeadOnly = request.method().equals(HttpMethod.HEAD);
        if (fault != null && request.decoderResult().isSuccess()) {
            request.setDecoderResult(DecoderResult.failure(fault));
        }
        fault = null;
        lineIsRead = false;
        origins.clear();
    }

    /** The decoder has consumed all that there was, and takes nothing of this connection any more. */
    private void tear(ChannelHandlerContext context, HttpRequest request, ByteBuf bytes, int from, List<Object> out) {
        TornHead head = new TornHead(request, origins, lineIsRead);
        out.clear();
        if (request.decoderResult().cause() instanceof TooLongFrameException) {
            torn = head;
            moment = context.executor().schedule(() -> {
                torn = null;
                HttpRequest late = head.request();
                begin(late);
                context.fireChannelRead(late);
            }, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
            readOn(head, bytes, from, out);
            context.read(); // to the decoder it looks as if something had come of what was read
        } else {
            head.readOn(bytes, from, bytes.readerIndex());
            out.add(head.request());
        }
    }

    private void readOn(TornHead head, ByteBuf bytes, int from, List<Object> out) {
        head.readOn(bytes, from, bytes.writerIndex());
        if (head.isOver()) {
            forget();
            out.add(head.request());
        }
    }

    private void forget() {
        torn = null;
        if (moment != null) {
            moment.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        forget();
        super.channelInactive(context);
    }

    /** Whole lines, with their ends: the decoder consumes nothing else of a head that it takes. */
    private void look(ByteBuf bytes, int from, int to) {
        int start = from;
        while (start < to) {
            int feed = bytes.indexOf(start, to, LINE_FEED);
            if (feed < 0) {
                return; // only of what it refused by itself
            }
            if (lineIsRead) {
                byte first = bytes.getByte(start);
                if (first == ' ' || first == '\t') {
                    fault = MalformedHead.of("a header may not go on in the next line");
                }
                String origin = TornHead.origin(bytes, start, feed);
                if (origin != null) {
                    origins.add(origin);
                }
            } else if (feed - start >= LEAST_LINE) { // an empty line before it is none
                lineIsRead = true;
                if (!isLine(bytes, start, feed - 1)) {
                    fault = MalformedHead
                            .of("method, target and version stand one space apart, and nothing else with them");
                }
            }
            start = feed + 1;
        }
    }

    private static boolean isLine(ByteBuf bytes, int from, int to) {
        int spaces = 0;
        boolean afterSpace = true;
        for (int i = from; i < to; i++) {
            byte c = bytes.getByte(i);
            if (c == ' ') {
                if (afterSpace) {
                    return false;
                }
                spaces++;
            } else if ((c >= 0 && c < ' ') || c == 0x7F) {
                return false;
            }
            afterSpace = c == ' ';
        }
        return spaces == 2 && !afterSpace;
    }
}
