package com.kisum.k8s;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** What does the application itself say about its ports, its probes and how it stops? Its application.yml, as it is in the jar. */
final class Application {
    private static final List<PropertySource<?>> YAML = load();

    private Application() {}

    private static List<PropertySource<?>> load() {
        try {
            return new YamlPropertySourceLoader().load("application", new ClassPathResource("application.yml"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String said(String key) {
        for (PropertySource<?> source : YAML) {
            Object value = source.getProperty(key);
            if (value != null) {
                return value.toString();
            }
        }
        throw new AssertionError("application.yml does not say " + key);
    }

    static int port() {
        return Integer.parseInt(said("server.port"));
    }

    static int managementPort() {
        return Integer.parseInt(said("management.server.port"));
    }

    /** Of an endpoint, with what stands after it. */
    static String path(String endpoint, String... rest) {
        String base = said("management.endpoints.web.base-path");
        String mapped = said("management.endpoints.web.path-mapping." + endpoint);
        return (base.equals("/") ? "" : base) + "/" + mapped + (rest.length == 0 ? "" : "/" + String.join("/", rest));
    }

    /** How long requests may take to come to their end. */
    static Duration drain() {
        return DurationStyle.detectAndParse(said("spring.lifecycle.timeout-per-shutdown-phase"));
    }
}
