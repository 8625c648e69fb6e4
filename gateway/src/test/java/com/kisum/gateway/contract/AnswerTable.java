package com.kisum.gateway.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was promised to those outside? {@code answers.yml}, read. A key that it does not know is a mistake in the table. */
record AnswerTable(Map<String, Company> companies, Map<String, Person> people, List<Row> answers) {
    /**
     * @param base how its subscription for promoter stands
     * @param addons how its subscription for finance stands; null when there is none
     */
    record Company(String base, @Nullable String addons) {}

    record Person(String company, List<String> modules, List<String> permissions) {}

    /** What a decision event says beside code and status; null where it says null, and of those who ask only what is proven. */
    record Event(String endpoint, String route, String action, String result, @Nullable String userId,
            @Nullable String companyId, @Nullable String membershipId, @Nullable String accessVersion,
            @Nullable String accessFrom) {}

    record Row(String code, String when, String request, String as, @Nullable String company, @Nullable String down,
            @Nullable String tooLarge, boolean busy, int before, int status, @Nullable Map<String, String> headers,
            @Nullable Map<String, String> extra, Event event) {
        Map<String, String> saidHeaders() {
            return headers == null ? Map.of() : headers;
        }

        Map<String, String> saidExtra() {
            return extra == null ? Map.of() : extra;
        }

        @Override
        public String toString() {
            return code + ": " + when;
        }
    }

    static AnswerTable read() throws IOException {
        try (InputStream in = resource("answers.yml").openStream()) {
            Object table = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            return JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build()
                    .convertValue(table, AnswerTable.class);
        }
    }

    static Path file(String name) {
        try {
            return Path.of(resource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(AnswerTable.class.getResource("/contract/" + name), name);
    }
}
