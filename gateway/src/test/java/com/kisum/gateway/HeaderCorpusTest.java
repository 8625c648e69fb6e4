package com.kisum.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Does the running gateway answer the header attacks of others as we hold ourselves to? HTTP/2 is not spoken, and cases that describe
 * an answer, a size or a body in words are held by tests of their own (DoorTest, ProxyHeadersTest, ProxyBodiesTest).
 */
final class HeaderCorpusTest {
    /** What is said in words, not in bytes. */
    private static final Set<String> IN_WORDS = Set.of("method", "response", "oversize");
    private static final Set<String> DESCRIBED = Set.of("HDR-018", "HDR-030", "HDR-042", "HDR-044", "HDR-045",
            "HDR-064", "HDR-070",
            "HDR-071", "HDR-128", "HDR-129", "HDR-199", "HDR-200", "HDR-201", "HDR-204");
    /**
     * Where the design decides: spaces around a value are no part of it (RFC 9110 5.5), so nothing can be told of them; two spaces after
     * the scheme are one separator (RFC 9110 11.4).
     */
    private static final Set<String> SPACES = Set.of("HDR-149", "HDR-186");
    private static final String FROM_HERE = "127.0.0.1";
    @RegisterExtension
    static final ProxyUnderTest gateway = ProxyUnderTest.with();

    @TestFactory
    List<DynamicTest> everyHeaderIsRefusedRemovedOrPassed() throws IOException {
        return Corpus.tests("header-cases.json", 80, one -> one.get("protocol").stringValue().equals("h1")
                && !IN_WORDS.contains(one.get("category").stringValue())
                && !DESCRIBED.contains(one.get("id").stringValue()), HeaderCorpusTest::check);
    }

    private static void check(JsonNode one) throws IOException, InterruptedException {
        gateway.backend.does(RawBackend.OK);
        String id = one.get("id").stringValue();
        String category = one.get("category").stringValue();
        List<String> headers = new ArrayList<>();
        one.get("headers").forEach(header -> headers.add(bytes(header.stringValue())));
        headers.removeIf(header -> header.startsWith("(trailer)"));
        boolean chunked = headers.contains("Transfer-Encoding: chunked");
        boolean sized = headers.stream().anyMatch(header -> header.startsWith("Content-Length:"));
        String more = category.equals("x-org-value") || category.equals("x-org-duplicate")
                ? "Authorization: Bearer adas-token\r\n"
                : category.equals("authorization") ? "x-org: acme\r\n" : ProxyUnderTest.CREDENTIALS;
        Optional<RawMessage> answer;
        try (RawClient client = gateway.client()) {
            client.send((chunked || sized ? "POST" : "GET") + " /raw/" + id + " HTTP/1.1\r\nHost: gw.test\r\n" + more
                    + String.join("\r\n", headers) + "\r\n\r\n"
                    + (chunked ? "0\r\nX-User-Id: attacker\r\n\r\n" : sized ? "hello" : ""));
            answer = client.answerIfAny();
        }
        int status = answer.orElseThrow().status();
        if (SPACES.contains(id)) {
            assertThat(status).isIn(200, 401);
            return;
        }
        switch (one.get("expected").stringValue()) {
            case "REJECT_400", "REJECT_400_AND_CLOSE", "REJECT_400_OR_IGNORE_TOKEN" -> isRefused(status);
            case "401" -> assertThat(status).isEqualTo(401);
            case "NO_MATCH_DENY" -> assertThat(status).isEqualTo(403);
            case "STRIP", "REJECT_400_OR_DROP", "DROP_UNLESS_TRUSTED_PEER", "DROP_TRAILERS" ->
                isRemoved(status, headers.getLast());
            case "PASS", "PASS_OR_400_PINNED", "REJECT_OR_TRIMMED_SAME" -> {
                assertThat(status).isEqualTo(200);
                String header = headers.getLast();
                assertThat(gateway.backend.saw().all(header.substring(0, header.indexOf(':'))))
                        .containsExactly(header.substring(header.indexOf(':') + 1).strip());
            }
            default -> throw new AssertionError("the corpus expects something new: " + one);
        }
    }

    private static void isRefused(int status) {
        assertThat(status).isEqualTo(400);
        assertThat(gateway.backend.seenSoFar()).isZero();
    }

    private static void isRemoved(int status, String header) throws InterruptedException {
        assertThat(status).isEqualTo(200);
        String name = header.substring(0, header.indexOf(':'));
        String value = header.substring(header.indexOf(':') + 1).strip();
        RawMessage seen = gateway.backend.saw();
        assertThat(seen.all(name)).hasSizeLessThanOrEqualTo(1);
        if (!value.equals(FROM_HERE)) { // which is where the client is, as it happens
            assertThat(seen.all(name)).doesNotContain(value);
        }
        assertThat(seen.headers()).noneMatch(field -> field.value().equals("attacker"));
        assertThat(seen.complete()).isTrue();
    }

    /** Its escapes stand for the byte, and what is not Latin is sent as UTF-8. */
    private static String bytes(String header) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            char kind = c == '\\' && i + 1 < header.length() ? header.charAt(i + 1) : ' ';
            int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 0;
            if (digits > 0) {
                plain.append((char) Integer.parseInt(header.substring(i + 2, i + 2 + digits), 16));
                i += 1 + digits;
            } else if ("rnt".indexOf(kind) >= 0) {
                plain.append(kind == 'r' ? '\r' : kind == 'n' ? '\n' : '\t');
                i++;
            } else {
                plain.append(c);
            }
        }
        byte[] utf8 = plain.chars().allMatch(c -> c < 0x100)
                ? plain.toString().getBytes(StandardCharsets.ISO_8859_1)
                : plain.toString().getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.ISO_8859_1);
    }
}
