package com.kisum.gateway.door;

import com.kisum.gateway.answer.Answer;
import com.kisum.gateway.answer.Answers;
import com.kisum.gateway.client.Origins;
import com.kisum.policy.DenyReason;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import com.kisum.policy.path.PathReading;
import com.kisum.policy.route.Method;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Could two reasonable parsers read this request differently? Asked before Spring parses the URI and before anything
 * else runs; what could be is refused, never mended.
 */
public final class Door {
    private static final Set<String> CONNECTION_OPTIONS = Set.of("close", "keep-alive", "upgrade", "te",
            "http2-settings");

    private final int mostHeaderBytes;
    private final Origins origins;

    public Door(int mostHeaderBytes, Origins origins) {
        this.mostHeaderBytes = mostHeaderBytes;
        this.origins = origins;
    }

    DoorCheck check(HttpServerRequest request) {
        long started = System.nanoTime();
        Headers headers = new Headers();
        Answer refusal = headers.read(request.requestHeaders(), mostHeaderBytes);
        RequestTrace trace = RequestTrace.of(headers.requestId, headers.traceParent);
        if (refusal != null) {
            return new DoorCheck.Refused(refusal, trace, started);
        }
        return switch (PathGrammar.read(request.uri())) {
            case PathReading.Refused refused -> new DoorCheck.Refused(
                    Answers.to(new DenyReason.RequestAmbiguous(refused.fault(), refused.offset())), trace, started);
            case CanonicalPath path -> {
                String method = request.method().name();
                yield new DoorCheck.Passed(new Received(request, Method.of(method), method, path,
                        origins.of(request), headers.authorization,
                        headers.company, trace, started));
            }
        };
    }

    /** One walk over the headers. */
    private static final class Headers {
        private @Nullable String authorization;
        private @Nullable String company;
        private @Nullable String requestId;
        private @Nullable String traceParent;

        @Nullable
        Answer read(HttpHeaders headers, int mostBytes) {
            Answer refusal = null;
            Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
            while (entries.hasNext()) {
                Map.Entry<CharSequence, CharSequence> entry = entries.next();
                Answer fault = read(entry.getKey().toString(), entry.getValue().toString(), mostBytes);
                refusal = refusal == null ? fault : refusal;
            }
            return refusal;
        }

        private @Nullable Answer read(String name, String value, int mostBytes) {
            if (name.length() + value.length() > mostBytes) {
                return Answers.headersTooLarge();
            }
            if (hasControl(value)) {
                return Answers.ambiguous("the header " + name + " holds a control character");
            }
            return switch (name.length()) {
                case 5 -> name.equalsIgnoreCase("x-org") ? company(value) : null;
                case 10 -> name.equalsIgnoreCase("connection") ? connection(value) : null;
                case 11 -> {
                    traceParent = name.equalsIgnoreCase("traceparent") ? alone(traceParent, value) : traceParent;
                    yield null;
                }
                case 12 -> {
                    requestId = name.equalsIgnoreCase("x-request-id") ? alone(requestId, value) : requestId;
                    yield null;
                }
                case 13 -> name.equalsIgnoreCase("authorization") ? authorization(value) : null;
                default -> null;
            };
        }

        /** Of several that name a request none is believed. */
        private static String alone(@Nullable String before, String value) {
            return before == null ? value : "";
        }

        private @Nullable Answer company(String value) {
            if (company != null) {
                return Answers.ambiguous("x-org is there more than once");
            }
            if (!CompanyId.accepts(value)) {
                return Answers.ambiguous("x-org is not a company's id");
            }
            company = value;
            return null;
        }

        private @Nullable Answer authorization(String value) {
            if (authorization != null) {
                return Answers.ambiguous("Authorization is there more than once");
            }
            if (Credentials.areSeveral(value)) {
                return Answers.ambiguous("Authorization holds two credentials");
            }
            authorization = value;
            return null;
        }

        private static @Nullable Answer connection(String value) {
            for (String option : value.split(",", -1)) {
                String plain = option.strip().toLowerCase(Locale.ROOT);
                if (!plain.isEmpty() && !CONNECTION_OPTIONS.contains(plain)) {
                    return Answers.ambiguous("Connection may not name the header " + plain);
                }
            }
            return null;
        }

        private static boolean hasControl(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if ((c < ' ' && c != '\t') || c == 0x7F) {
                    return true;
                }
            }
            return false;
        }
    }
}
