package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which heads are recorded that the codec of HTTP/2 refuses by itself? Those, and nothing that looks like it. */
final class RejectedHeadsTest {
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with("--gateway.http2.cleartext=true");

    /** A head that the codec answers, a reset of it: each with the number of a stream that nobody has opened. */
    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0\u0001\4\177\177\177\177", "\0\0\4\3\0\160\0\0\11\0\0\0\7"})
    void anAnswerThatLooksLikeFramesIsNone(String body) throws Exception {
        gateway.backend.answers("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        double tooLarge = gateway.counted("HEADERS_TOO_LARGE");
        double overloaded = gateway.counted("OVERLOADED");
        double ambiguous = gateway.counted("REQUEST_AMBIGUOUS");
        try (RawStreams client = RawStreams.to(gateway.port())) {
            assertThat(client.request(1, true, "GET", "/open/a").answer(1).text()).isEqualTo(body);
            assertThat(gateway.counted("HEADERS_TOO_LARGE")).isEqualTo(tooLarge);
            assertThat(gateway.counted("OVERLOADED")).isEqualTo(overloaded);
            assertThat(client.request(3, true, "GET", "/open/a", "X-Capital", "no").answer(3).reset).isEqualTo(1);
            assertThat(gateway.counted("REQUEST_AMBIGUOUS")).as("and what is refused is recorded still")
                    .isEqualTo(ambiguous + 1);
        }
    }
}
