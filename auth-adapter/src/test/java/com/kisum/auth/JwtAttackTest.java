package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Is every forged token refused, and does none of them make us ask anyone? The forgeries are ours and run without the
 * corpus; where the corpus is at hand, each of its attacks is either among them or named as tried elsewhere.
 *
 * <p>JWT-083 (a ROCA-weak modulus) is a risk we accept. JWT-091 would refuse {@code at+jwt} and a missing {@code typ}: both
 * are on our list.
 */
class JwtAttackTest {
    /** What is no matter of one token: who tries it instead stands beside it. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(Map.entry("JWT-032", "WycheproofTest"),
            Map.entry("JWT-077", "JwksKeysTest"), Map.entry("JWT-078", "KeySetReaderTest"),
            Map.entry("JWT-079", "KeySetReaderTest"), Map.entry("JWT-080", "KeySetReaderTest"),
            Map.entry("JWT-081", "KeySetReaderTest"), Map.entry("JWT-082", "KeySetReaderTest"),
            Map.entry("JWT-083", "accepted"), Map.entry("JWT-084", "KeySetReaderTest"),
            Map.entry("JWT-086", "JwksKeysTest"), Map.entry("JWT-119", "the gateway: decided once per request"),
            Map.entry("JWT-131", "the gateway: the Authorization header"),
            Map.entry("JWT-132", "the gateway: the Authorization header"),
            Map.entry("JWT-134", "the gateway, under load"), Map.entry("JWT-135", "the gateway: sessions"));

    private static final long SECOND = 1_000_000_000;

    /** Whenever it is asked, it is late enough to ask for keys again. */
    private final AtomicLong now = new AtomicLong();
    private final ForgedTokens forged = new ForgedTokens();
    private final JwksKeys keys = new JwksKeys(
            () -> Mono.fromSupplier(() -> new KeySetReader(32).read(forged.publishedKeys())),
            KeySettings.defaults(), () -> now.addAndGet(SECOND), Schedulers.parallel());
    private final Authenticator authenticator = new JwtAuthenticator(keys,
            AuthSettings.of(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:1"),
                    TokenMint.ISSUER, TokenMint.AUDIENCE, AdapterUnderTest.database(1)),
            () -> AuthenticatorContract.NOW);

    @TestFactory
    List<DynamicTest> refusesEveryForgery() {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest("the token they are made from is genuine",
                () -> assertThat(verdict(forged.genuine())).isInstanceOf(TokenVerdict.Genuine.class)));
        forged.all().forEach((id, tokens) -> tests.add(DynamicTest.dynamicTest(id, () -> {
            assertThat(tokens).isNotEmpty();
            for (String token : tokens) {
                assertThat(verdict(token)).as(token.substring(0, Math.min(200, token.length())))
                        .isInstanceOf(TokenVerdict.Invalid.class);
            }
        })));
        return tests;
    }

    private TokenVerdict verdict(String token) {
        return Answers.to(authenticator.verify(token));
    }

    @TestFactory
    List<DynamicTest> noAttackOfTheCorpusIsForgotten() throws IOException {
        Path file = Path.of(System.getProperty("corpora.dir", "no-corpora"), "jwt-attacks.json");
        if (!Files.exists(file)) {
            String skipped = "skipped: " + file.getFileName() + " stands beside the project, and is absent here";
            return List.of(DynamicTest.dynamicTest(skipped, () -> Assumptions.abort(skipped)));
        }
        Set<String> tried = new HashSet<>(forged.all().keySet());
        tried.addAll(ELSEWHERE.keySet());
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode attack : JsonMapper.builder().build().readTree(Files.readString(file)).get("attacks")) {
            String id = attack.get("id").stringValue();
            tests.add(DynamicTest.dynamicTest(id + " " + attack.get("mutation").stringValue(),
                    () -> assertThat(tried).contains(id)));
        }
        assertThat(tests).as("the corpus is the whole one").hasSizeGreaterThan(80);
        return tests;
    }
}
