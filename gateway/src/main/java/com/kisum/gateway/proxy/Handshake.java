package com.kisum.gateway.proxy;

import com.kisum.gateway.door.Turns;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Is this connection to become a WebSocket? If the client asks for that and nothing else, and the backend proves that it has
 * understood: who believes a mere 101, or none at all, passes on bytes that nobody has decided on. What the two negotiate in
 * {@code Sec-WebSocket-*} is theirs alone.
 */
final class Handshake {
    private static final String WEBSOCKET = "websocket";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 1.3

    private Handshake() {}

    static boolean isAskedFor(HttpServerRequest request) {
        HttpHeaders headers = request.requestHeaders();
        return headers.contains(HttpHeaderNames.UPGRADE) && isWebSocket(headers)
                && request.method().equals(HttpMethod.GET) && request.version().equals(HttpVersion.HTTP_1_1)
                && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && ((Connection) request).channel().pipeline().get(Turns.class) != null;
    }

    /** Said for this connection, in place of what was said for the one before. */
    static void ask(HttpHeaders to) {
        to.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        to.set(HttpHeaderNames.UPGRADE, WEBSOCKET);
    }

    /** Whether the one who answered is a WebSocket server that has read this very request. */
    static boolean isAgreedTo(HttpHeaders answer, HttpHeaders asked) {
        String key = asked.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        return isWebSocket(answer) && key != null
                && proof(key).equals(answer.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT));
    }

    /** The backend's own, less what it said to us, and what we say in its place. */
    static byte[] answer(HttpHeaders headers) {
        ask(headers.remove(HttpHeaderNames.CONTENT_LENGTH).remove(HttpHeaderNames.TRANSFER_ENCODING));
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            head.append(entry.getKey()).append(": ").append(entry.getValue()).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isWebSocket(HttpHeaders headers) {
        List<String> protocols = headers.getAll(HttpHeaderNames.UPGRADE);
        return protocols.size() == 1 && protocols.getFirst().strip().equalsIgnoreCase(WEBSOCKET)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    private static String proof(@Nullable String key) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1")
                    .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every JDK has it
        }
    }
}
