package com.kisum.gateway.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Which files make the page? These and no others, read once when the gateway starts. They are the same for everyone and tell nothing, so
 * they are open; what the page shows is not. It runs nothing that did not come from here, and no text that it shows can become a part of
 * it: the browser is told so, and holds it to that.
 */
public final class ConsoleFiles {
    public static final String HOME = "/console/";

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; "
            + "require-trusted-types-for 'script'; trusted-types lit-html";
    private static final MediaType SCRIPT = new MediaType("text", "javascript");
    private static final MediaType STYLE = new MediaType("text", "css");
    private static final MediaType DRAWING = new MediaType("image", "svg+xml");
    private static final String OURS = "/console/";

    private final Map<String, Content> files = new LinkedHashMap<>();

    private static final class Content {
        private final byte[] bytes;
        private final MediaType type;
        private final String tag;

        Content(byte[] bytes, MediaType type) {
            this.bytes = bytes;
            this.type = type;
            this.tag = ConsoleFiles.tag(bytes);
        }
    }

    public ConsoleFiles() {
        add("", OURS + "index.html", MediaType.TEXT_HTML);
        add("icon.svg", OURS + "icon.svg", DRAWING);
        for (String style : new String[]{"look.css", "views.css"}) {
            add(style, OURS + style, STYLE);
        }
        for (String script : new String[]{"console.js", "state.js", "gateway.js", "keys.js", "words.js", "charts.js",
                "routes.js", "live.js", "explain.js", "health.js"}) {
            add(script, OURS + script, SCRIPT);
        }
        for (String script : new String[]{"lit-html.js", "directive.js", "directive-helpers.js",
                "directives/repeat.js", "directives/live.js"}) {
            add("lit/" + script, webJar("lit-html") + script, SCRIPT);
        }
        add("chart.js", webJar("chart.js") + "dist/chart.umd.min.js", SCRIPT);
    }

    /** Where a WebJar keeps its files: under its version, which it tells itself. */
    private static String webJar(String name) {
        Properties about = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
            about.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/" + name + "/" + about.getProperty("version") + "/";
    }

    private static InputStream open(String resource) {
        InputStream in = ConsoleFiles.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(resource + " is missing in this build");
        }
        return in;
    }

    private void add(String name, String resource, MediaType type) {
        try (InputStream in = open(resource)) {
            byte[] bytes = in.readAllBytes();
            files.put(HOME + name, new Content(bytes, type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** The paths that everyone may ask for. */
    public Set<String> paths() {
        Set<String> all = new LinkedHashSet<>(files.keySet());
        all.add(withoutSlash());
        return all;
    }

    public RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        // Relative, so that it holds behind a proxy that puts something before the path.
        routes.GET(withoutSlash(), _ -> ServerResponse.status(HttpStatus.PERMANENT_REDIRECT)
                .header("Location", "console/").build());
        files.forEach((path, content) -> routes.GET(path, request -> answer(request, content)));
        return routes.build();
    }

    private static Mono<ServerResponse> answer(ServerRequest request, Content content) {
        return request.checkNotModified(content.tag)
                .switchIfEmpty(Mono.defer(() -> ServerResponse.ok().contentType(content.type).eTag(content.tag)
                        .cacheControl(CacheControl.noCache()).header("Content-Security-Policy", POLICY)
                        .header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "no-referrer")
                        .header("Cross-Origin-Opener-Policy", "same-origin")
                        .header("Cross-Origin-Resource-Policy", "same-origin").bodyValue(content.bytes)));
    }

    private static String withoutSlash() {
        return HOME.substring(0, HOME.length() - 1);
    }
}
