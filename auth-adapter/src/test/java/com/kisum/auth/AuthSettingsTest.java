package com.kisum.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds when nothing else was said, and what is said of settings that cannot work? */
class AuthSettingsTest {
    private static final URI AUTH = URI.create("https://auth.test");
    private static final DatabaseSettings DATABASE = DatabaseSettings.of("db", 5432, "auth", "reader",
            Secret.of("hunter2"));

    @Test
    void theDefaultsAreThese() {
        assertThat(AuthSettings.of(AUTH, AUTH, "issuer", "audience", DATABASE))
                .isEqualTo(new AuthSettings(AUTH, AUTH, "issuer", "audience", Duration.ofSeconds(30), 10_000,
                        new KeySettings(65_536, 32, Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofHours(1),
                                Duration.ofSeconds(1)),
                        DATABASE, new AccessCallSettings(Duration.ofSeconds(2), 64, 1_048_576)));
        assertThat(DATABASE).isEqualTo(new DatabaseSettings("db", 5432, "auth", "reader", DATABASE.password(),
                DatabaseTls.PREFERRED, null, 10, 200, Duration.ofMillis(1500), Duration.ofSeconds(1)));
    }

    @Test
    void thePasswordIsHidden() {
        assertThat(AuthSettings.of(AUTH, AUTH, "issuer", "audience", DATABASE).toString())
                .contains("reader", "(hidden)")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.test", "ftp://auth.test", "http:///jwks", "http://user:pw@auth.test",
            "http://a.test#x"})
    void anAddressThatIsNoneIsRefused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthSettings.of(URI.create(uri), AUTH, "issuer", "audience", DATABASE))
                .withMessageStartingWith("jwksUri: expected http://").withMessageNotContaining("pw");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthSettings.of(AUTH, URI.create("http://a.test?x"), "i", "a", DATABASE))
                .withMessageStartingWith("authUrl:");
    }

    @Test
    void authoritiesAreReadAtTheStartAndOnlyWhereTheyAreChecked() {
        Path absent = Path.of("no-such-file.pem");
        assertThatIllegalArgumentException().isThrownBy(() -> DATABASE.over(DatabaseTls.VERIFIED, absent))
                .withMessage("database.authorities: no-such-file.pem cannot be read");
        assertThatIllegalArgumentException().isThrownBy(() -> DATABASE.over(DatabaseTls.PREFERRED, absent))
                .withMessageContaining("unless database.tls is verified");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseSettings.of("10.0.0.7", 5432, "auth", "reader", Secret.of(""))
                        .over(DatabaseTls.VERIFIED, null))
                .withMessageStartingWith("database.host: must be the name");
        assertThat(DATABASE.over(DatabaseTls.VERIFIED, null).tls()).isEqualTo(DatabaseTls.VERIFIED);
    }

    @Test
    void aMistakeNamesItsSetting() {
        assertThatIllegalArgumentException().isThrownBy(() -> AuthSettings.of(AUTH, AUTH, " ", "audience", DATABASE))
                .withMessage("issuer: must be given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseSettings.of("db", 0, "auth", "reader", Secret.of("")))
                .withMessage("database.port: expected 1 to 65535, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccessCallSettings(Duration.ZERO, 1, 1_000))
                .withMessageStartingWith("access.timeout: expected more than nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeySettings(65_536, 32, Duration.ofSeconds(2), Duration.ofHours(1),
                        Duration.ofHours(1), Duration.ofSeconds(1)))
                .withMessageStartingWith("keys.outageTolerance:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeySettings(65_536, 32, Duration.ofSeconds(2), Duration.ofMinutes(5),
                        Duration.ofHours(1), Duration.ofSeconds(3)))
                .withMessageStartingWith("keys.minimumInterval:");
    }
}
