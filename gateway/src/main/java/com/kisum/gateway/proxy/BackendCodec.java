package com.kisum.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose answer are the bytes that a backend sends? Those up to the end of the answer are for whoever asked, and what comes beyond it
 * is for nobody: kept, it would be the beginning of what the next one is told, who is another client. A connection on which anything
 * came that nobody had asked for is closed and never used again.
 *
 * <p>The end of an answer is passed on when all has been looked at that was read together with it, since the connection may be handed
 * to the next request with that very word, and the next request be written. It is closed before, if it has to be: the pool
 * does not take what is closed, and the answer arrives all the same.
 *
 * <p>The client library's own codec decodes the same way, and keeps to itself what it still holds.
 */
final class BackendCodec extends CombinedChannelDuplexHandler<HttpResponseDecoder, HttpRequestEncoder> {
    private static final int COLON_AND_SPACE = ':' << 8 | ' ';
    private static final int END_OF_LINE = '\r' << 8 | '\n';

    private @Nullable HttpRequest asked;

    BackendCodec(HttpDecoderConfig config) {
        init(new Answers(config), new Requests());
    }

    private final class Requests extends HttpRequestEncoder {
        @Override
        protected void encode(ChannelHandlerContext context, Object message, List<Object> out) throws Exception {
            if (message instanceof HttpRequest request) {
                asked = request;
            }
            super.encode(context, message, out);
        }

        /** As the library's own does it, but for one thing: that writes a String character by character, each through the allocator's layers. */
        @Override
        protected void encodeHeaders(HttpHeaders headers, ByteBuf out) {
            Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
            while (fields.hasNext()) {
                Map.Entry<CharSequence, CharSequence> field = fields.next();
                write(field.getKey(), out);
                ByteBufUtil.writeShortBE(out, COLON_AND_SPACE);
                write(field.getValue(), out);
                ByteBufUtil.writeShortBE(out, END_OF_LINE);
            }
        }

        private static void write(CharSequence text, ByteBuf out) {
            if (text instanceof AsciiString ascii) {
                ByteBufUtil.copy(ascii, out);
            } else {
                out.writeBytes(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private final class Answers extends HttpResponseDecoder {
        private boolean interim;
        private boolean switched;
        private boolean isLast;
        private @Nullable LastHttpContent end;

        Answers(HttpDecoderConfig config) {
            super(config);
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage answer) {
            boolean informational = ((HttpResponse) answer).status().codeClass() == HttpStatusClass.INFORMATIONAL;
            return super.isContentAlwaysEmpty(answer) || (!informational && isAsked(HttpMethod.HEAD));
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
            if (switched) {
                super.decode(context, bytes, out);
                return;
            }
            if (asked == null || end != null) {
                bytes.skipBytes(bytes.readableBytes());
                closeForGood(context);
                return;
            }
            int known = out.size();
            super.decode(context, bytes, out);
            for (int i = known; i < out.size(); i++) {
                if (out.get(i) instanceof HttpResponse head) {
                    begins(head);
                }
            }
            if (!interim && !switched && out.size() > known && out.getLast() instanceof LastHttpContent last) {
                end = last;
                out.removeLast();
            }
        }

        private void begins(HttpResponse head) {
            boolean switches = head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
            interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL && !switches;
            switched = switches && asked != null && asked.headers().contains(HttpHeaderNames.UPGRADE);
            // The backend would take what we say next for another protocol.
            isLast = switches ? !switched : isAsked(HttpMethod.CONNECT);
        }

        private boolean isAsked(HttpMethod method) {
            return asked != null && asked.method().equals(method);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) throws Exception {
            passEnd(context);
            super.channelReadComplete(context);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            passEnd(context);
            super.channelInactive(context);
        }

        @Override
        protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
            if (end != null) {
                end.release();
                end = null;
            }
            super.handlerRemoved0(context);
        }

        private void passEnd(ChannelHandlerContext context) {
            if (end != null) {
                if (isLast) {
                    closeForGood(context);
                }
                LastHttpContent last = end;
                end = null;
                asked = null; // before the next request is written, which may be at once
                context.fireChannelRead(last);
            }
        }

        /** At once, so that nobody sees it open any more: TLS would wait until its goodbye is sent. */
        private void closeForGood(ChannelHandlerContext context) {
            ChannelFuture _ = context.pipeline().firstContext().close();
        }
    }
}
