package com.kisum.auth;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * How do we read from a server without trusting its length? The body is counted as it comes, and the connection is given up
 * when there is more than expected. Redirects are not followed: a token must not travel to where an answer points.
 */
final class BoundedGet {
    private final HttpClient client;
    private final URI uri;
    private final int maxBytes;

    BoundedGet(ConnectionProvider connections, URI uri, int maxBytes, Duration timeout) {
        this.client = HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .responseTimeout(timeout).followRedirect(false).keepAlive(true);
        this.uri = uri;
        this.maxBytes = maxBytes;
    }

    /** May end in an error; the caller states the timeout for the whole of it. */
    Mono<HttpAnswer> send(Consumer<HttpHeaders> headers) {
        return client.headers(headers).get().uri(uri).response((response, body) -> read(body).map(bytes -> {
            String type = response.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE, "");
            return new HttpAnswer(response.status().code(), type, bytes);
        })).single();
    }

    private Mono<byte[]> read(ByteBufFlux body) {
        return body.asByteArray().reduceWith(ByteArrayOutputStream::new, (read, chunk) -> {
            if (read.size() + chunk.length > maxBytes) {
                throw new AnswerTooLarge(maxBytes);
            }
            read.writeBytes(chunk);
            return read;
        }).map(ByteArrayOutputStream::toByteArray);
    }
}
