package com.kisum.gateway.door;

import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.answer.Answers;
import com.kisum.gateway.answer.ProblemWriter;
import com.kisum.gateway.record.Refusals;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;

/**
 * What is answered to bytes that are no request? The server would answer them with an empty body of its own; the contract is that
 * every answer of ours says what was wrong. The connection ends: where one request cannot be read, the next begins nowhere.
 */
public final class UndecodableRequests extends ChannelInboundHandlerAdapter {
    private final ProblemWriter problems;
    private final Refusals refusals;
    private boolean answered;

    public UndecodableRequests(ProblemWriter problems, Refusals refusals) {
        this.problems = problems;
        this.refusals = refusals;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (answered) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request && request.decoderResult().isFailure()) {
            answered = true;
            answer(context, request.decoderResult().cause());
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void answer(ChannelHandlerContext context, Throwable cause) {
        Answer answer = cause instanceof TooLongHttpLineException
                ? Answers.uriTooLong()
                : cause instanceof TooLongHttpHeaderException
                        ? Answers.headersTooLarge()
                        : Answers.ambiguous("this is not a well-formed HTTP request");
        RequestTrace trace = RequestTrace.of(null, null);
        refusals.record(answer, trace.requestId(), trace.traceId(), "unknown");
        HttpHeaders headers = new DefaultHttpHeaders();
        ByteBuf body = problems.body(answer, trace.requestId(), headers);
        headers.set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.code().status()), body, headers,
                DefaultHttpHeadersFactory.trailersFactory().newHeaders()))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
