package com.kisum.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.file.PolicyFile;
import com.kisum.policy.route.RouteTable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Is what stands for a path one that the same match takes? */
final class ExamplePathTest {
    private static Map<String, @Nullable String> examples(String... matches) {
        StringBuilder text = new StringBuilder(
                "version: 1\nbackends: { b: { url: \"http://127.0.0.1:1\" } }\nroutes:\n");
        for (int i = 0; i < matches.length; i++) {
            text.append("  - { id: r").append(i).append(", match: \"").append(matches[i])
                    .append("\", backend: b, access: public }\n");
        }
        RouteTable table = ((PolicyFile.Compiled) PolicyFile.compile("routes.yml",
                text.toString().getBytes(StandardCharsets.UTF_8), _ -> null)).table();
        Map<String, @Nullable String> found = new TreeMap<>();
        table.matches().forEach(entry -> found.put(entry.match().toString(),
                ExamplePath.of(table, entry.owner(), entry.match())));
        return found;
    }

    @Test
    void whatAnotherRouteTakesIsNoExample() {
        assertThat(examples("GET /a", "GET /a/**", "GET /a/{id}", "GET /a/1", "GET /**", "GET /"))
                .containsEntry("GET /a", "/a").containsEntry("GET /a/1", "/a/1")
                .containsEntry("GET /a/{id}", "/a/example")
                .containsEntry("GET /a/**", "/a/1/1").containsEntry("GET /", "/").containsEntry("GET /**", "/1");
    }

    @Test
    void theMethodIsOneOfTheMatches() {
        assertThat(examples("POST|PUT /a/{id}/b", "ANY /a/{id}/b")).containsEntry("POST|PUT /a/{id}/b", "/a/1/b")
                .containsEntry("ANY /a/{id}/b", "/a/1/b");
    }
}
