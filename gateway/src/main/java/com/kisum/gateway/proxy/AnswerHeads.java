package com.kisum.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Are the names of a backend's headers names? The decoder ends a name of an answer at the first blank, and makes {@code X} of
 * {@code X Y: a}: the client would be told something that nobody said. Such an answer is not understood, as one is not whose names
 * hold other bytes that do not belong there; those the decoder refuses by itself. Nothing tells afterwards how it was written, so it
 * is looked at before it is decoded.
 */
final class AnswerHeads {
    private static final int STATUS_CLASS_AT = "HTTP/1.1 ".length();

    private final ChannelHandler bytes = new Bytes();
    private final ChannelHandler messages = new Messages();
    private Place place = Place.BEYOND;
    private int column;
    private boolean interim;
    private boolean blank;
    private boolean faulty;

    private enum Place {
        STATUS_LINE, NAME, REST, BEYOND
    }

    /** Stands before the decoder. */
    ChannelHandler bytes() {
        return bytes;
    }

    /** Stands behind the decoder. */
    ChannelHandler messages() {
        return messages;
    }

    private void expect() {
        place = Place.STATUS_LINE;
        column = 0;
        interim = false;
        blank = false;
    }

    private void look(ByteBuf read) {
        int end = read.writerIndex();
        for (int i = read.readerIndex(); i < end && place != Place.BEYOND; i++) {
            byte c = read.getByte(i);
            if (c == '\n') {
                lineEnds();
            } else if (c != '\r') {
                see(c);
                column++;
            }
        }
    }

    private void see(byte c) {
        switch (place) {
            case STATUS_LINE -> interim |= column == STATUS_CLASS_AT && c == '1';
            case NAME -> {
                if (c == ':') {
                    faulty |= blank;
                    place = Place.REST;
                } else if (c == ' ' || c == '\t') {
                    blank = true;
                    place = column == 0 ? Place.REST : Place.NAME; // the line before goes on: the decoder's affair
                }
            }
            case REST, BEYOND -> {
            }
        }
    }

    private void lineEnds() {
        if (place != Place.STATUS_LINE && column == 0) {
            place = Place.BEYOND;
            if (interim) {
                expect(); // another head
            }
        } else if (place != Place.STATUS_LINE || column > 0) {
            place = Place.NAME;
        }
        column = 0;
        blank = false;
    }

    private final class Bytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (place != Place.BEYOND && message instanceof ByteBuf read) {
                look(read);
            }
            context.fireChannelRead(message);
        }
    }

    private final class Messages extends ChannelDuplexHandler {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpRequest) {
                faulty = false;
                expect();
            }
            ChannelFuture _ = context.write(message, promise);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (faulty && message instanceof HttpResponse response && response.decoderResult().isSuccess()) {
                response.setDecoderResult(
                        DecoderResult.failure(new IllegalArgumentException("a header's name is none")));
            }
            context.fireChannelRead(message);
        }
    }
}
