package com.kisum.gateway.door;

import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.answer.Answers;
import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.record.Refusals;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to bytes that are no request? The server would answer them with an empty body of its own; the contract is that
 * every answer of ours says what was wrong. The connection ends: where one request cannot be read, the next begins nowhere. Those
 * before it on the same connection have been answered by then, as {@link Turns} has it.
 */
final class UndecodableRequests extends ChannelDuplexHandler {
    private static final String UNKNOWN = "unknown";

    private final ProblemWriter problems;
    private final Refusals refusals;
    private boolean deaf;
    private boolean bodyIsRead;
    private boolean told;
    private @Nullable MalformedBody malformed;
    private boolean unanswered;

    UndecodableRequests(ProblemWriter problems, Refusals refusals) {
        this.problems = problems;
        this.refusals = refusals;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (deaf) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            read(context, request);
        } else if (message instanceof HttpContent part && part.decoderResult().isFailure()) {
            deaf = true;
            malformed = new MalformedBody(part.decoderResult().cause());
            ReferenceCountUtil.release(message);
            if (bodyIsRead) {
                tell(context, malformed);
            }
        } else {
            context.fireChannelRead(message);
        }
    }

    private void read(ChannelHandlerContext context, HttpRequest request) {
        long started = System.nanoTime();
        Answer answer;
        String method = request.method().name();
        if (request.decoderResult().isFailure()) {
            answer = answerTo(request.decoderResult().cause());
            method = UNKNOWN;
        } else {
            String fault = Framing.fault(request);
            if (fault == null) {
                unanswered = true;
                bodyIsRead = false;
                context.fireChannelRead(request);
                return;
            }
            answer = Answers.ambiguous(fault);
        }
        deaf = true;
        RequestTrace trace = RequestTrace.of(request.headers().get("X-Request-Id"),
                request.headers().get("traceparent"));
        HttpHeaders headers = request.headers();
        ReferenceCountUtil.release(request);
        refusals.record(answer, trace.requestId(), trace.traceId(), method, System.nanoTime() - started);
        answer(context, answer, trace, headers);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message, promise);
        boolean informational = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !informational) {
            unanswered = false;
        }
    }

    /** Whoever reads the body is told that it breaks off, and answers. Told to nobody, it would end the connection without an answer. */
    @Override
    public void read(ChannelHandlerContext context) {
        bodyIsRead = true;
        if (malformed == null) {
            context.read();
        } else {
            tell(context, malformed);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of what cannot be read
    private void tell(ChannelHandlerContext context, MalformedBody body) {
        if (!unanswered) {
            context.close(); // answered without having been read
        } else if (!told) {
            told = true;
            context.fireExceptionCaught(body);
        }
    }

    private static Answer answerTo(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> Answers.uriTooLong();
            case TooLongHttpHeaderException _ -> Answers.headersTooLarge();
            case MalformedHead head -> Answers.ambiguous(head.words());
            default -> Answers.ambiguous("this is not a well-formed HTTP request");
        };
    }

    private void answer(ChannelHandlerContext context, Answer answer, RequestTrace trace, HttpHeaders asked) {
        HttpHeaders headers = new DefaultHttpHeaders();
        ByteBuf body = problems.body(answer, trace.requestId(), asked, headers);
        headers.set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.code().status()), body, headers,
                DefaultHttpHeadersFactory.trailersFactory().newHeaders()))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
