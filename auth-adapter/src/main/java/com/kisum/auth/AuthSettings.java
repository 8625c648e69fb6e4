package com.kisum.auth;

import java.net.URI;
import java.time.Duration;

/**
 * Where is Auth, and what do we hold its tokens to? Checked when it is made, so that a mistake is told at the start and
 * not with the first request.
 *
 * @param jwksUri where Auth publishes its keys
 * @param authUrl Auth itself; {@code /auth/me/access} is appended
 * @param issuer the one {@code iss} that is ours
 * @param audience the one that {@code aud} must name
 * @param clockSkew how far Auth's clock may be from ours
 * @param rememberedTokens how many verified tokens are kept, so that one seen again costs no signature
 */
public record AuthSettings(URI jwksUri, URI authUrl, String issuer, String audience, Duration clockSkew,
        int rememberedTokens, KeySettings keys, DatabaseSettings database, AccessCallSettings access) {
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    public AuthSettings {
        SettingCheck.httpUri("jwksUri", jwksUri);
        SettingCheck.httpUri("authUrl", authUrl);
        SettingCheck.that(authUrl.getRawQuery() == null, "authUrl: paths are appended to it, so it takes no query");
        SettingCheck.text("issuer", issuer);
        SettingCheck.text("audience", audience);
        SettingCheck.that(!clockSkew.isNegative() && clockSkew.compareTo(MAX_SKEW) <= 0,
                "clockSkew: expected 0 to 5 minutes, not " + clockSkew);
        SettingCheck.between("rememberedTokens", rememberedTokens, 0, 1_000_000);
    }

    /** Everything that has a sensible default has it. */
    public static AuthSettings of(URI jwksUri, URI authUrl, String issuer, String audience,
            DatabaseSettings database) {
        return new AuthSettings(jwksUri, authUrl, issuer, audience, Duration.ofSeconds(30), 10_000,
                KeySettings.defaults(), database, AccessCallSettings.defaults());
    }
}
