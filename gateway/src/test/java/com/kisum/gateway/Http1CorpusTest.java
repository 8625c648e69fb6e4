package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Are requests that servers disagree about refused, or one request only at the backend? The bytes of http11probe, sent to a route that
 * takes everything. Where its authors allow no success, there is none.
 */
final class Http1CorpusTest {
    /** Success, or what a success is to look like, which is the backend's affair here. */
    private static final Pattern MAY_PASS = Pattern.compile("2|!101|non-|405|Allow|IMF");
    /**
     * Where the design decides otherwise than the probe: what chunks are called besides their size ends here, as the body is chunked
     * anew.
     */
    private static final Set<String> HARMLESS = Set.of("SMUG-CHUNK-BARE-SEMICOLON",
            "SMUG-CHUNK-EXT-INVALID-TOKEN");
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.door.head-timeout=300ms",
            "--gateway.door.idle-timeout=600ms");

    @TestFactory
    List<DynamicTest> noRequestIsReadInTwoWays() throws IOException {
        return Corpus.tests("http1-raw-http11probe.json", 140, one -> !one.get("raw_latin1").isNull(),
                Http1CorpusTest::check);
    }

    private static void check(JsonNode one) throws IOException, InterruptedException {
        gateway.backend.does(RawBackend.OK);
        String expected = one.get("upstream_expected").stringValue();
        String id = one.get("id").stringValue();
        String target = "/open/" + id; // its own: what reaches the backend late is another case's
        boolean mayPass = MAY_PASS.matcher(expected).find();
        try (RawClient client = gateway.client()) {
            client.send(one.get("raw_latin1").stringValue().replace(" / HTTP", " " + target + " HTTP"));
            int status = client.answerIfAny().map(RawMessage::status).orElse(0);
            assertThat(status).isLessThan(500).isNotEqualTo(101);
            if (status / 100 != 2 && status != 100) {
                return; // refused, or cut off
            }
            assertThat(mayPass || HARMLESS.contains(id)).as(expected).isTrue();
        }
        RawMessage seen = gateway.backend.saw();
        while (!seen.target().equals(target)) {
            seen = gateway.backend.saw();
        }
        assertThat(seen.complete()).isTrue();
        assertThat(seen.all("transfer-encoding").size() + seen.all("content-length").size()).isLessThanOrEqualTo(1);
        assertThat(seen.text()).isIn("", "hello", "hello world", "helloworld");
        assertThat(gateway.backend.seenSoFar(target)).as("one request, and no other").isZero();
    }
}
