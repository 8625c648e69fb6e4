package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Is every request of a connection answered, however close together they come? */
final class NextRequestTest {
    private static final int ROUNDS = 5;

    /** The second waits for the first, which the backend answers, and is then refused at once. A connection that was forgotten would have no end either. */
    @Test
    void whatComesAfterARequestThatHadToWaitIsAnsweredToo() throws IOException {
        String forwarded = ProxyUnderTest.request("GET", "/open/1", "");
        String refused = ProxyUnderTest.request("GET", "/me/1", "");
        try (ProxyUnderTest proxy = ProxyUnderTest.start("--gateway.door.idle-timeout=2s");
                RawClient client = proxy.client()) {
            for (int i = 0; i < ROUNDS; i++) {
                client.send(forwarded + refused);
                assertThat(client.answer().status()).isEqualTo(200);
                assertThat(client.answer().status()).isEqualTo(401);
            }
            assertThat(client.answerIfAny()).as("the end of a connection that fell silent").isEmpty();
        }
    }
}
