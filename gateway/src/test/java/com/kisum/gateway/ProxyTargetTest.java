package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Is the path that was decided on, byte for byte, the path that the backend receives? */
final class ProxyTargetTest {
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();

    @ParameterizedTest
    @ValueSource(strings = {"/open", "/open/", "/open/a/", "/open/a:b@c+d,e*f!g$h&i'(j)=k", "/open/caf%C3%A9/%e2%82%ac",
            "/open/a%20b%22%3C%3E%5B%5D%7C", "/open/%40%3a%2B", "/open/~a.b-c_d", "/open/..a/a../...", "/open?",
            "/open/?",
            "/open/a?b=c&b=d&&e", "/open/a?x=%2F%2e%2E%5c%3B;y=[1];z[]=2", "/open/a?/?:@!$'()*+,;=-._~",
            "/open/a?q=caf%C3%A9+x",
            "/open/a?bytes=%FF%00"})
    void arrivesAsItCame(String target) throws IOException, InterruptedException {
        assertThat(gateway.get(target, "").status()).isEqualTo(200);
        assertThat(gateway.backend.saw().startLine()).isEqualTo("GET " + target + " HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '`', value = {"/strip/two/a/b /a/b", "/strip/two /", "/strip/two/ /",
            "/strip/two/a/ /a/", "/strip/two/caf%C3%A9/a%20b /caf%C3%A9/a%20b", "/strip/two?a=/b/c /?a=/b/c",
            "/strip/two/a?b=/strip/two /a?b=/strip/two", "/strip/two/strip/two /strip/two", "/strip/two/?; /?;"})
    void losesWhatStripPrefixCountsAndNothingElse(String sent, String arrives)
            throws IOException, InterruptedException {
        assertThat(gateway.get(sent, "").status()).isEqualTo(200);
        assertThat(gateway.backend.saw().target()).isEqualTo(arrives);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void theMethodArrivesAsItCame(String method) throws IOException, InterruptedException {
        try (RawClient client = gateway.client()) {
            client.send(ProxyUnderTest.request(method, "/open/a", "Content-Length: 0\r\n"));
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(gateway.backend.saw().startLine()).isEqualTo(method + " /open/a HTTP/1.1");
    }

    @Test
    void whatTheDoorRefusesReachesNoBackend() throws IOException {
        assertThat(gateway.get("/open/../raw/a", "").status()).isEqualTo(400);
        assertThat(gateway.get("/open/a%2Fb", "").status()).isEqualTo(400);
        assertThat(gateway.backend.seenSoFar()).isZero();
    }
}
