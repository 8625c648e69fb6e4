package com.kisum.core;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClientResponse;

/**
 * How much of an answer is read? All of it, whatever the status is, so that the connection can be used again; but never
 * more than is allowed, and then the connection is given up.
 */
final class BoundedBody {
    /** A company with every addon fits in a few KiB. What is longer than this is not read to its end. */
    static final int MAX_BYTES = 1 << 20;

    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    private BoundedBody() {}

    static Mono<CoreReply> wholeReply(HttpClientResponse head, ByteBufFlux content) {
        return Mono.defer(() -> {
            int status = head.status().code();
            String contentType = head.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE);
            BoundedBody body = new BoundedBody();
            return content.asByteArray().doOnNext(body::append).then(Mono.fromSupplier(() -> body.read.toByteArray()))
                    .onErrorResume(CoreFault.class, tooLong -> withoutBody(status, tooLong))
                    .map(bytes -> new CoreReply(status, contentType, bytes));
        });
    }

    private void append(byte[] part) {
        if (read.size() + part.length > MAX_BYTES) {
            throw new CoreFault(CallOutcome.UNUSABLE, "Core's answer is longer than " + MAX_BYTES + " bytes");
        }
        read.write(part, 0, part.length);
    }

    /** With any other status than 200, the status says it all. */
    private static Mono<byte[]> withoutBody(int status, CoreFault tooLong) {
        return status == 200 ? Mono.error(tooLong) : Mono.just(new byte[0]);
    }
}
