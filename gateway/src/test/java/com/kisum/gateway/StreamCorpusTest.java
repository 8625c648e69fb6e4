package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Does the running gateway hold to the cases of others over HTTP/2, where a path is a field and could hold anything? */
final class StreamCorpusTest {
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.http2.cleartext=true");

    @TestFactory
    List<DynamicTest> everyPathIsRefusedOrSentOnByteForByte() throws IOException {
        return Corpus.tests("path-cases.json", 500, _ -> true, one -> {
            gateway.backend.does(RawBackend.OK);
            String path = one.get("raw_path").stringValue();
            try (RawStreams client = RawStreams.to(gateway.port())) {
                RawStreams.Stream answer = client.request(1, true, "GET", path).answer(1);
                if (one.get("expected").stringValue().startsWith("REJECT_400")) {
                    assertThat(answer.reset == 1 || answer.status() == 400 || answer.status() == 414).isTrue();
                } else {
                    assertThat(answer.status()).isIn(200, 404, 414);
                }
                if (answer.status() == 200) {
                    assertThat(gateway.backend.saw().target().getBytes(StandardCharsets.ISO_8859_1))
                            .isEqualTo(path.getBytes(StandardCharsets.UTF_8));
                } else {
                    assertThat(gateway.backend.seenSoFar()).isZero();
                }
            }
        });
    }
}
