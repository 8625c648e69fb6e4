package com.kisum.policy.file;

import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.route.Backend;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code backends}: a name, a URL of scheme, host and port, and what holds for every route that goes there. */
final class BackendsReader {
    private static final Set<String> KEYS = SettingsReader.and(SettingsReader.OPTIONS, "url", "access", "require",
            "description", "owner");

    private final Diagnostics diagnostics;
    private final SettingsReader settings;
    private final Placeholders placeholders;

    /**
     * @param backend null when its URL is wrong; the name exists all the same
     */
    record Declared(@Nullable Backend backend, Settings settings) {}

    BackendsReader(Diagnostics diagnostics, SettingsReader settings, Placeholders placeholders) {
        this.diagnostics = diagnostics;
        this.settings = settings;
        this.placeholders = placeholders;
    }

    Map<String, Declared> read(@Nullable YamlNode node) {
        Map<String, Declared> backends = new LinkedHashMap<>();
        Fields.named(node, "'backends' must be a map of backend names", diagnostics).forEach((name, entry) -> {
            if (!ModuleKey.accepts(name)) {
                diagnostics.add(entry.keyPosition(), DiagnosticCode.BAD_ID, "'" + name + "' is no backend name",
                        "a lower-case letter, then lower-case letters, digits, _ or -");
            }
            backends.put(name, readBackend(name, entry));
        });
        return backends;
    }

    private Declared readBackend(String name, YamlNode.Entry entry) {
        YamlNode replaced = placeholders.replaceIn(entry.value());
        Fields fields = replaced == null ? null : Fields.of(replaced, "backend '" + name + "'", KEYS, diagnostics);
        if (fields == null) {
            return new Declared(null, Settings.NONE);
        }
        boolean urlWasWritten = entry.value() instanceof YamlNode.Mapping written
                && written.entries().containsKey("url");
        YamlNode.Scalar text = urlWasWritten
                ? fields.text("url")
                : fields.requiredText("url", "write url: \"http://host:port\"");
        URI url = text == null ? null : readUrl(text);
        return new Declared(url == null ? null : new Backend(name, url), settings.read(fields, KEYS));
    }

    private @Nullable URI readUrl(YamlNode.Scalar text) {
        String problem;
        try {
            URI url = new URI(text.text());
            problem = problemWith(url);
            if (problem == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            problem = "is no URL";
        }
        diagnostics.add(text.position(), DiagnosticCode.BAD_URL, "'" + text.text() + "' " + problem,
                "write scheme, host and port only, as in http://finance:8080; paths are the routes' business");
        return null;
    }

    private static @Nullable String problemWith(URI url) {
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
            return "does not begin with http:// or https://";
        }
        if (url.getHost() == null) {
            return "has no host that can be resolved";
        }
        if (url.getRawUserInfo() != null) {
            return "holds credentials";
        }
        if (url.getPort() == 0 || url.getPort() > 65535 || url.getRawAuthority().endsWith(":")) {
            return "has a port that does not exist";
        }
        boolean more = !url.getRawPath().isEmpty() || url.getRawQuery() != null || url.getRawFragment() != null;
        return more ? "goes on after host and port" : null;
    }
}
