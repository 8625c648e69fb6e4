package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Do we take the signatures of Project Wycheproof that a strict RS256 verifier takes, and none of the others? Their payloads
 * are no claims, so key set, outside and signature are asked, and the authenticator is not.
 *
 * <p>A ROCA-weak modulus is taken, as the profile says: telling one needs a table of primes, and the keys are Auth's own.
 */
class WycheproofTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TestFactory
    List<DynamicTest> answersAsAStrictVerifierDoes() throws IOException {
        Path corpora = Path.of(System.getProperty("corpora.dir", "no-corpora"));
        if (!Files.exists(corpora.resolve("wycheproof-rs256-profile.json"))) {
            String skipped = "skipped: the Wycheproof vectors stand beside the project, and are absent here";
            return List.of(DynamicTest.dynamicTest(skipped, () -> Assumptions.abort(skipped)));
        }
        Map<String, String> expected = new HashMap<>();
        for (JsonNode row : read(corpora, "wycheproof-rs256-profile.json").get("rows")) {
            expected.put(row.get("file").stringValue() + " " + row.get("tcId").intValue(),
                    row.get("gateway_rs256_only").stringValue());
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (String file : List.of("json_web_signature_test", "json_web_key_test")) {
            for (JsonNode group : read(corpora, "wycheproof-" + file + ".json").get("testGroups")) {
                for (JsonNode one : group.get("tests")) {
                    String id = file + " " + one.get("tcId").intValue();
                    String verdict = expected.getOrDefault(id, "not in the profile");
                    tests.add(DynamicTest.dynamicTest(id + " " + one.get("comment").stringValue() + ": " + verdict,
                            () -> assertThat(takes(group.path("public"), one.get("jws")) ? "accept" : "reject")
                                    .isEqualTo(verdict)));
                }
            }
        }
        assertThat(tests).as("the corpus is the whole one").hasSameSizeAs(expected.keySet()).hasSizeGreaterThan(400);
        return tests;
    }

    private static JsonNode read(Path corpora, String file) throws IOException {
        return JSON.readTree(Files.readString(corpora.resolve(file)));
    }

    private static boolean takes(JsonNode published, JsonNode jws) {
        String keys = published.has("keys") ? published.toString() : TokenMint.jwks(published.toString());
        String token = jws.isString() ? jws.stringValue() : jws.toString();
        return CompactJws.read(token) instanceof CompactJws read
                && new KeySetReader(32).read(keys.getBytes(StandardCharsets.UTF_8)) instanceof KeySetAnswer.Keys known
                && known.byId().containsKey(read.kid()) && known.byId().get(read.kid()).signed(read);
    }
}
