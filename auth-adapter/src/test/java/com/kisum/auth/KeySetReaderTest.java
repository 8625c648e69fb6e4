package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys of a key set can verify our tokens? */
class KeySetReaderTest {
    private static final TokenMint GOOD = TokenMint.of("key-1");
    private static final String OTHER = TokenMint.of("key-2").jwk("");

    private static KeySetAnswer read(String... entries) {
        return new KeySetReader(4).read(TokenMint.jwks(entries).getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> ids(String... entries) {
        return read(entries) instanceof KeySetAnswer.Keys keys ? keys.byId().keySet() : Set.of();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"use\":\"sig\"", ",\"alg\":\"RS256\"", ",\"key_ops\":[\"verify\"]",
            ",\"x5t\":\"AA\""})
    void takesASigningKey(String more) {
        assertThat(ids(GOOD.jwk(more))).containsExactly("key-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"use\":\"enc\"", ",\"use\":null", ",\"alg\":\"PS256\"", ",\"alg\":\"RS512\"",
            ",\"alg\":\"RSA-OAEP\"", ",\"key_ops\":[\"encrypt\"]", ",\"key_ops\":[]", ",\"key_ops\":\"verify\"",
            ",\"d\":\"AQAB\""})
    void passesOverAKeyThatIsForSomethingElse(String more) {
        assertThat(ids(GOOD.jwk(more), OTHER)).containsExactly("key-2");
    }

    @Test
    void passesOverAKeyThatIsTooShort() {
        assertThat(ids(TokenMint.of("key-1", "short", 1024).jwk(""), OTHER)).containsExactly("key-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQ", "Aw", "AQAA", "", "AQAB=", "AQABAQABAQAB"})
    void passesOverAnExponentThatProvesNothing(String exponent) {
        assertThat(ids(GOOD.jwk("").replace("\"e\":\"AQAB\"", "\"e\":\"" + exponent + "\""), OTHER))
                .containsExactly("key-2");
    }

    @Test
    void passesOverKeysOfOtherKindsAndWithoutId() {
        assertThat(ids("{\"kty\":\"oct\",\"kid\":\"key-1\",\"k\":\"AAAA\"}", "{\"kty\":\"EC\",\"kid\":\"e\"}",
                GOOD.jwk("").replace("\"kid\":\"key-1\",", ""), OTHER)).containsExactly("key-2");
    }

    @Test
    void twoKeysUnderOneIdAreNone() {
        assertThat(ids(GOOD.jwk(""), TokenMint.of("key-1", "another", 2048).jwk(""), OTHER)).containsExactly("key-2");
    }

    @Test
    void aSymmetricKeyDoesNotSpoilTheRsaKeyBesideIt() {
        assertThat(ids("{\"kty\":\"oct\",\"kid\":\"key-1\",\"k\":\"AAAA\"}", GOOD.jwk(""))).containsExactly("key-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[7,null,\"x\",[]]}",
            "{\"keys\":["})
    void whatHasNoKeyIsNoAnswer(String body) {
        assertThat(new KeySetReader(4).read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(KeySetAnswer.Outage.class);
    }

    @Test
    void moreKeysThanTheBoundAreNoAnswer() {
        assertThat(read(OTHER, "{}", "{}", "{}")).isInstanceOf(KeySetAnswer.Keys.class);
        assertThat(read(OTHER, "{}", "{}", "{}", "{}")).isInstanceOf(KeySetAnswer.Outage.class);
    }
}
