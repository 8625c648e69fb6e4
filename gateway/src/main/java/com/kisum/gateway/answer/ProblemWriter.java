package com.kisum.gateway.answer;

import com.kisum.gateway.cors.Cors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.FutureMono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** How does an answer of ours look on the wire? {@code application/problem+json}, always with the request's id. */
public final class ProblemWriter {
    public static final String REQUEST_ID = "X-Request-Id";
    private static final String PROBLEM_JSON = "application/problem+json";

    /** Where one request could be read in two ways, or not to its end, so could the place where the next begins. */
    private static final Set<AnswerCode> LAST_WORDS = EnumSet.of(AnswerCode.REQUEST_AMBIGUOUS, AnswerCode.URI_TOO_LONG,
            AnswerCode.HEADERS_TOO_LARGE);

    private final JsonFactory json = new JsonFactory();
    private final Cors cors;
    private final BooleanSupplier draining;

    /**
     * @param cors which pages may read our answers
     * @param draining whether connections are to end with what is answered on them now
     */
    public ProblemWriter(Cors cors, BooleanSupplier draining) {
        this.cors = cors;
        this.draining = draining;
    }

    /** Whatever was about to be answered before is forgotten: the head is this answer's alone. */
    public Mono<Void> write(HttpServerResponse response, Answer answer, String requestId) {
        byte[] body = body(answer, requestId);
        response.status(HttpResponseStatus.valueOf(answer.code().status()));
        HttpHeaders headers = response.responseHeaders().clear();
        fill(headers, answer, requestId, body.length);
        cors.fill(headers, ((HttpServerRequest) response).requestHeaders()); // the server's one object is both
        if (LAST_WORDS.contains(answer.code()) || draining.getAsBoolean()) {
            response.keepAlive(false);
        }
        return ((HttpServerRequest) response).method().equals(HttpMethod.HEAD)
                ? response.send()
                : response.sendObject(Unpooled.wrappedBuffer(body)).then();
    }

    /**
     * When no answer can be given any more, or none that would be whole. Spring does not know that a head was sent: an error left to
     * it would end the answer in good order, as if it were complete.
     */
    public static Mono<Void> breakOff(HttpServerResponse response) {
        return Mono.defer(() -> FutureMono.from(((Connection) response).channel().close()));
    }

    /**
     * Head and body for where there is no request to answer by: what could not be decoded.
     *
     * @param asked those of its headers that could be read
     */
    public ByteBuf body(Answer answer, String requestId, HttpHeaders asked, HttpHeaders into) {
        byte[] body = body(answer, requestId);
        fill(into, answer, requestId, body.length);
        cors.fill(into, asked);
        return Unpooled.wrappedBuffer(body);
    }

    private static void fill(HttpHeaders headers, Answer answer, String requestId, int length) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, PROBLEM_JSON);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(length));
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set(REQUEST_ID, requestId);
        answer.headers().forEach(headers::set);
    }

    private byte[] body(Answer answer, String requestId) {
        tools.jackson.core.util.ByteArrayBuilder bytes = new tools.jackson.core.util.ByteArrayBuilder();
        try (JsonGenerator to = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
            to.writeStartObject();
            to.writeStringProperty("type", answer.code().type());
            to.writeStringProperty("title", answer.code().title());
            to.writeNumberProperty("status", answer.code().status());
            to.writeStringProperty("detail", answer.detail());
            to.writeStringProperty("code", answer.code().name());
            to.writeStringProperty("requestId", requestId);
            for (Map.Entry<String, String> help : new TreeMap<>(answer.help()).entrySet()) {
                to.writeStringProperty(help.getKey(), help.getValue());
            }
            to.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
