package com.kisum.gateway.cors;

import com.kisum.policy.route.Method;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * May the page that asks read the answer? Said in the headers of every answer, whoever gives it, and of none where nothing was
 * configured. This protects the user of a browser from other people's pages; a request that is not from a browser is decided like
 * any other, and so is one from a page that may not read what it is answered.
 */
public final class Cors {
    private static final String ANYTHING = "*";
    private static final String OWN = "access-control-";
    private static final List<String> ALWAYS_EXPOSED = List.of("X-Request-Id", "Retry-After", "WWW-Authenticate");
    private static final String ORIGIN = "Origin";
    /** Another {@code OPTIONS}, without these, goes to a backend. */
    private static final String PREFLIGHT_VARIES = ORIGIN
            + ", Access-Control-Request-Method, Access-Control-Request-Headers";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern NAMES = Pattern.compile(NAME + "(?:[ \\t]*,[ \\t]*" + NAME + ")*+");

    private final Origins origins;
    private final boolean on;
    private final boolean credentials;
    private final boolean anyHeader;
    private final String methods;
    private final String headers;
    private final String exposed;
    private final String maxAge;

    private Cors(Origins origins, CorsSettings settings) {
        this.origins = origins;
        this.on = !origins.areNone();
        this.credentials = settings.allowCredentials();
        this.anyHeader = settings.allowedHeaders().contains(ANYTHING);
        this.methods = String.join(", ", settings.allowedMethods());
        this.headers = String.join(", ", settings.allowedHeaders());
        List<String> names = new ArrayList<>(ALWAYS_EXPOSED);
        names.addAll(settings.exposedHeaders());
        this.exposed = String.join(", ", names);
        this.maxAge = Long.toString(settings.maxAge().toSeconds());
    }

    /**
     * @throws IllegalArgumentException with what is wrong and what to write, for the operator
     */
    public static Cors of(CorsSettings settings) {
        Origins origins = Origins.of(settings.allowedOrigins());
        if (origins.areEveryone() && settings.allowCredentials()) {
            throw new IllegalArgumentException(
                    "gateway.cors.allow-credentials would let every page there is act as its "
                            + "visitor, since gateway.cors.allowed-origins is *; write the origins that may, as in "
                            + "gateway.cors.allowed-origins=https://app.example.com");
        }
        settings.allowedMethods().forEach(Cors::checkMethod);
        names("gateway.cors.allowed-headers", settings.allowedHeaders());
        names("gateway.cors.exposed-headers", settings.exposedHeaders());
        if (settings.exposedHeaders().contains(ANYTHING) && settings.allowCredentials()) {
            throw new IllegalArgumentException(
                    "gateway.cors.exposed-headers is *, which browsers take for a name where "
                            + "credentials are allowed; write the names, as in gateway.cors.exposed-headers=ETag,Link");
        }
        Duration age = settings.maxAge();
        if (age.isNegative() || age.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "gateway.cors.max-age is " + age + "; write a time from 0s to 1d, as in gateway.cors.max-age=1h");
        }
        return new Cors(origins, settings);
    }

    /** Whether anything was configured at all. */
    public boolean isOn() {
        return on;
    }

    /** Whether a backend's header of this name, in lower case, stays behind: one answer cannot hold two policies. */
    public boolean replaces(String lowerName) {
        return on && lowerName.startsWith(OWN);
    }

    /** A browser asks whether it may ask. */
    public boolean isPreflight(HttpServerRequest request) {
        return on && request.method().equals(HttpMethod.OPTIONS)
                && request.requestHeaders().contains(HttpHeaderNames.ORIGIN)
                && request.requestHeaders().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** On every answer but a preflight's. */
    public void fill(HttpHeaders answer, HttpHeaders request) {
        if (!on) {
            return;
        }
        if (!origins.areEveryone()) {
            varyByOrigin(answer);
        }
        if (allowed(answer, request)) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
    }

    /** What may be asked. To a page that may not ask at all, nothing: then its browser does not. */
    public void fillPreflight(HttpHeaders answer, HttpHeaders request) {
        answer.set(HttpHeaderNames.VARY, PREFLIGHT_VARIES);
        if (!allowed(answer, request)) {
            return;
        }
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, methods);
        String allowedHeaders = anyHeader ? asked(request) : headers;
        if (!allowedHeaders.isEmpty()) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, allowedHeaders);
        }
        answer.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, maxAge);
    }

    private boolean allowed(HttpHeaders answer, HttpHeaders request) {
        if (origins.areEveryone()) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, ANYTHING);
            return true;
        }
        String origin = origin(request);
        if (origin == null || !origins.hold(origin)) {
            return false;
        }
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if (credentials) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        return true;
    }

    /** A browser names one. */
    private static @Nullable String origin(HttpHeaders request) {
        Iterator<String> named = request.valueStringIterator(HttpHeaderNames.ORIGIN);
        String origin = named.hasNext() ? named.next() : null;
        return named.hasNext() ? null : origin;
    }

    /** {@code *} in the answer would not do: browsers exempt {@code Authorization} from it. */
    private static String asked(HttpHeaders request) {
        String names = String.join(", ", request.getAll(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS));
        return NAMES.matcher(names).matches() ? names : "";
    }

    /** What a backend says of this stays, in one line with ours, which programs that read the first one only read whole. */
    private static void varyByOrigin(HttpHeaders answer) {
        if (!answer.contains(HttpHeaderNames.VARY)) {
            answer.set(HttpHeaderNames.VARY, ORIGIN);
            return;
        }
        String varies = String.join(", ", answer.getAll(HttpHeaderNames.VARY));
        for (String name : varies.split(",", -1)) {
            String known = name.strip();
            if (known.equals(ANYTHING) || known.equalsIgnoreCase(ORIGIN)) {
                return;
            }
        }
        answer.set(HttpHeaderNames.VARY, varies.isBlank() ? ORIGIN : varies + ", " + ORIGIN);
    }

    private static void checkMethod(String name) {
        if (Method.of(name) == Method.OTHER) {
            throw new IllegalArgumentException("gateway.cors.allowed-methods: no route takes " + name
                    + "; write some of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, or leave it out for all of them");
        }
    }

    private static void names(String key, List<String> names) {
        if (names.contains(ANYTHING) && names.size() > 1) {
            throw new IllegalArgumentException(
                    key + " has * among others, and * allows them all; write * alone, or the others without it");
        }
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        key + ": " + name + " is not a header's name; write one as in " + key + "=ETag,Link");
            }
        }
    }
}
