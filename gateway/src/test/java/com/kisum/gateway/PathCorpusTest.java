package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Does the running gateway hold to the cases of others: is each path refused, or sent on byte for byte? One route takes whatever is
 * let through. What the cases leave open, the grammar's own test says. A space at the end of a path cannot be sent: it is one of those
 * before the version.
 */
final class PathCorpusTest {
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();

    @TestFactory
    List<DynamicTest> everyPathIsRefusedOrSentOnByteForByte() throws IOException {
        return Corpus.tests("path-cases.json", 500, one -> !one.get("raw_path").stringValue().endsWith(" "),
                PathCorpusTest::check);
    }

    private static void check(JsonNode one) throws IOException, InterruptedException {
        gateway.backend.does(RawBackend.OK);
        byte[] target = one.get("raw_path").stringValue().getBytes(StandardCharsets.UTF_8);
        try (RawClient client = gateway.client()) {
            client.send("GET ").send(target).send(" HTTP/1.1\r\nHost: gw.test\r\nConnection: close\r\n\r\n");
            Optional<RawMessage> answer = client.answerIfAny();
            int status = answer.map(RawMessage::status).orElse(400);
            if (one.get("expected").stringValue().startsWith("REJECT_400")) {
                assertThat(status).isIn(400, 414);
            } else {
                assertThat(status).isIn(200, 404, 414);
            }
            if (status == 200) {
                assertThat(gateway.backend.saw().target().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(target);
            } else {
                assertThat(gateway.backend.seenSoFar()).isZero();
            }
        }
    }
}
