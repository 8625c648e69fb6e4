package com.kisum.sandbox.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemory store = new InMemory();

    private static final class InMemory implements SigningKeys.Store {
        private List<SigningKeys.Keys> kept = List.of();

        @Override
        public List<SigningKeys.Keys> kept() {
            return kept;
        }

        @Override
        public void keep(SigningKeys.Keys keys) {
            kept = List.of(keys);
        }
    }

    @Test
    void publishesAnOldKeyUntilTheLastTokenOfItHasExpiredAndNoLonger() throws Exception {
        SigningKeys keys = begin();
        RSAKey old = keys.current();
        keys.rotate();
        now.set(now.get().plus(LIFETIME));
        assertThat(keys.published()).contains(old);
        now.set(now.get().plusSeconds(1));
        assertThat(keys.published()).doesNotContain(old);
    }

    @Test
    void publishesAKeyBeforeItSigns() throws Exception {
        SigningKeys keys = begin();
        List<RSAKey> before = keys.published();
        assertThat(before).contains(keys.rotate());
        assertThat(keys.published()).containsAll(before);
    }

    @Test
    void knowsAfterARestartWhichKeyIsWhich() throws Exception {
        SigningKeys before = begin();
        before.rotate();
        SigningKeys after = begin();
        assertThat(after.current()).isEqualTo(before.current());
        assertThat(after.published()).containsExactlyElementsOf(before.published());
    }

    private SigningKeys begin() throws SQLException {
        return SigningKeys.begin(now::get, LIFETIME, store);
    }
}
