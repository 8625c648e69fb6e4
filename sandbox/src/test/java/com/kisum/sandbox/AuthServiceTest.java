package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Asking.Reply;
import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.store.Database;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningPlatform.class)
class AuthServiceTest {
    private final Platform platform;
    private final Asking auth;

    AuthServiceTest(Platform platform) {
        this.platform = platform;
        this.auth = Asking.at(platform, Place.AUTH);
    }

    @Test
    void signsTokensThatItsKeySetVerifies() throws Exception {
        SignedJWT token = SignedJWT.parse(login("cleo@acme.test").text("accessToken"));
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(token.verify(new RSASSAVerifier(key(token.getHeader().getKeyID())))).isTrue();
        assertThat(claims.getIssuer()).isEqualTo("https://auth.kisum.test");
        assertThat(claims.getAudience()).containsExactly("kisum");
        assertThat(claims.getSubject()).isEqualTo("u-cleo");
        assertThat(claims.getStringClaim("sessionId")).startsWith("s-");
        assertThat(claims.getLongClaim("tokenVersion")).isPositive();
        assertThat(claims.getNotBeforeTime()).isEqualTo(claims.getIssueTime());
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(claims.getIssueTime().toInstant().plus(Duration.ofMinutes(15))));
    }

    @Test
    void publishesNoPrivateKey() throws Exception {
        String keys = auth.get("/.well-known/jwks.json").body();
        assertThat(keys).contains("\"n\"").doesNotContain("\"d\"", "\"p\"", "\"q\"");
    }

    @Test
    void signsWithANewKeyAfterRotationAndKeepsTheOldOnePublished() throws Exception {
        SignedJWT before = SignedJWT.parse(login("cleo@acme.test").text("accessToken"));
        String kid = auth.asService().send("POST", "/internal/keys/rotate", Map.of()).text("kid");
        SignedJWT after = SignedJWT.parse(login("cleo@acme.test").text("accessToken"));
        assertThat(after.getHeader().getKeyID()).isEqualTo(kid).isNotEqualTo(before.getHeader().getKeyID());
        assertThat(before.verify(new RSASSAVerifier(key(before.getHeader().getKeyID())))).isTrue();
        assertThat(after.verify(new RSASSAVerifier(key(kid)))).isTrue();
        assertThat(auth.bearing(before.serialize()).get("/auth/me").status()).isEqualTo(200);
    }

    @Test
    void refusesAWrongPasswordAsItRefusesAnUnknownAccount() throws Exception {
        Reply wrong = login("cleo@acme.test", "guessed");
        Reply unknown = login("nobody@acme.test", "guessed");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void stopsGuessingAtOneAccountAndLeavesOthersAlone() throws Exception {
        for (int guess = 0; guess < 10; guess++) {
            assertThat(login("guessed-at@acme.test", "guess " + guess).status()).isEqualTo(401);
        }
        assertThat(login("guessed-at@acme.test", "another").status()).isEqualTo(429);
        assertThat(login("noah@acme.test").status()).isEqualTo(200);
    }

    @Test
    void renewsASessionOncePerRefreshToken() throws Exception {
        Reply login = login("noah@acme.test");
        Reply renewed = auth.send("POST", "/auth/refresh", Map.of("refreshToken", login.text("refreshToken")));
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(session(renewed)).isEqualTo(session(login));
        assertThat(auth.bearing(renewed.text("accessToken")).get("/auth/me").text("id")).isEqualTo("u-noah");

        try (Announced announced = Announced.at(platform)) {
            Reply again = auth.send("POST", "/auth/refresh", Map.of("refreshToken", login.text("refreshToken")));
            assertThat(again.status()).isEqualTo(401);
            // Two people have that token, so the session is over for both, and for what was got with the new one.
            assertThat(announced.next(Map.of("session", session(login))).path("revoked").asBoolean()).isTrue();
            assertThat(auth.bearing(renewed.text("accessToken")).get("/auth/me").status()).isEqualTo(401);
            assertThat(
                    auth.send("POST", "/auth/refresh", Map.of("refreshToken", renewed.text("refreshToken"))).status())
                    .isEqualTo(401);
        }
    }

    @Test
    void whoIsDeactivatedIsOutEverywhereAndComesBackOnlyByANewLogin() throws Exception {
        Asking internal = auth.asService();
        String token = login("gus@gracia.test").text("accessToken");
        try (Announced announced = Announced.at(platform)) {
            Reply deactivated = internal.send("PUT", "/internal/users/u-gus/status", Map.of("status", "deactivated"));
            assertThat(deactivated.status()).isEqualTo(200);
            assertThat(announced.all("tokenVersion", "session", "grantsVersion")).anySatisfy(change -> {
                assertThat(change.path("user").asString()).isEqualTo("u-gus");
                assertThat(change.path("tokenVersion")).isEqualTo(deactivated.json().path("tokenVersion"));
            }).anySatisfy(change -> assertThat(change.path("revoked").asBoolean()).isTrue())
                    .anySatisfy(change -> assertThat(change.path("membership").asString()).isEqualTo("m-gracia-gus"));
            assertThat(auth.bearing(token).get("/auth/me").status()).isEqualTo(401);
            assertThat(login("gus@gracia.test").status()).isEqualTo(401);
            assertThat(internal.send("PUT", "/internal/users/u-gus/status", Map.of("status", "active")).status())
                    .isEqualTo(200);
            assertThat(auth.bearing(token).get("/auth/me").status()).as("the old session").isEqualTo(401);
            assertThat(login("gus@gracia.test").status()).isEqualTo(200);
        }
        assertThat(internal.send("PUT", "/internal/users/nobody/status", Map.of("status", "active")).status())
                .isEqualTo(404);
        assertThat(internal.send("PUT", "/internal/users/u-gus/status", Map.of("status", "asleep")).status())
                .isEqualTo(400);
    }

    @Test
    void endsOneSessionAtLogout() throws Exception {
        try (Announced announced = Announced.at(platform)) {
            Reply one = login("vera@lumen.test");
            Reply other = login("vera@lumen.test");
            assertThat(auth.bearing(one.text("accessToken")).send("POST", "/auth/logout", Map.of()).status())
                    .isEqualTo(204);
            assertThat(announced.next(Map.of("session", session(one))).path("revoked").asBoolean()).isTrue();
            assertThat(auth.bearing(one.text("accessToken")).get("/auth/me").status()).isEqualTo(401);
            assertThat(auth.send("POST", "/auth/refresh", Map.of("refreshToken", one.text("refreshToken"))).status())
                    .isEqualTo(401);
            assertThat(auth.bearing(other.text("accessToken")).get("/auth/me").status()).isEqualTo(200);
        }
    }

    @Test
    void endsEverySessionAtLogoutAllAndMovesTheTokenVersion() throws Exception {
        try (Announced announced = Announced.at(platform)) {
            Reply one = login("dana@dormant.test");
            Reply other = login("dana@dormant.test");
            assertThat(auth.bearing(one.text("accessToken")).send("POST", "/auth/logout-all", Map.of()).status())
                    .isEqualTo(204);
            assertThat(auth.bearing(other.text("accessToken")).get("/auth/me").status()).isEqualTo(401);
            long version = SignedJWT.parse(login("dana@dormant.test").text("accessToken"))
                    .getJWTClaimsSet()
                    .getLongClaim("tokenVersion");
            announced.next(Map.of("user", "u-dana", "tokenVersion", version));
        }
    }

    @Test
    void movesTheVersionWithEveryChangeOfGrantsAndTellsTheGateway() throws Exception {
        try (Announced announced = Announced.at(platform)) {
            Asking internal = auth.asService();
            String grants = "/internal/memberships/m-gracia-gus";
            long granted = internal.send("PUT", grants + "/permissions/ai.research.read", Map.of())
                    .json()
                    .path("grantsVersion")
                    .asLong();
            announced.next(Map.of("company", "gracia", "user", "u-gus", "membership", "m-gracia-gus", "grantsVersion",
                    granted));

            assertThat(version(internal.send("PUT", grants + "/permissions/ai.research.read", Map.of())))
                    .as("what was granted already changes nothing")
                    .isEqualTo(granted);
            assertThat(version(internal.send("DELETE", grants + "/permissions/ai.research.read", Map.of())))
                    .isEqualTo(granted + 1);
            assertThat(version(internal.send("PUT", grants + "/modules/ai", Map.of()))).isEqualTo(granted + 2);
            assertThat(version(internal.send("DELETE", grants + "/modules/ai", Map.of()))).isEqualTo(granted + 3);
            assertThat(version(internal.send("PUT", grants + "/status", Map.of("status", "suspended"))))
                    .isEqualTo(granted + 4);
            assertThat(version(internal.send("PUT", grants + "/status", Map.of("status", "active"))))
                    .isEqualTo(granted + 5);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"finance.expense.read|finance.expenses.read",
            "finance.export.*|finance.reports.*",
            "finanse.*|finance.*", "basic.event.read|promoter.events.read"})
    void grantsNoPermissionThatIsMistyped(String mistyped, String nearest) throws Exception {
        Reply refused = auth.asService().send("PUT", "/internal/memberships/m-gracia-gus/permissions/" + mistyped,
                Map.of());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("code")).isEqualTo("PERMISSION_UNKNOWN");
        assertThat(refused.text("detail")).contains("no permission " + mistyped, "the nearest is " + nearest,
                "PUT /internal/catalog/permissions/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"finance.expenses.*", "vendor.offers.read", "touring.*", "basic.events.read", "basic.*"})
    void grantsPrefixesOldNamesAndWhatNobodyHasWrittenDownYet(String key) throws Exception {
        String path = "/internal/memberships/m-gracia-gus/permissions/" + key;
        assertThat(auth.asService().send("PUT", path, Map.of()).status()).isEqualTo(200);
        assertThat(auth.asService().send("DELETE", path, Map.of()).status()).isEqualTo(200);
    }

    @Test
    void grantsANewPermissionOnceItIsInTheCatalog() throws Exception {
        String path = "/internal/memberships/m-gracia-gus/permissions/ai.novelties.read";
        assertThat(auth.asService().send("PUT", path, Map.of()).status()).isEqualTo(400);
        for (int time = 0; time < 2; time++) {
            assertThat(auth.asService().send("PUT", "/internal/catalog/permissions/ai.novelties.read", Map.of())
                    .status()).isEqualTo(200);
        }
        assertThat(auth.asService().send("PUT", path, Map.of()).status()).isEqualTo(200);
        assertThat(auth.asService().send("DELETE", path, Map.of()).status()).isEqualTo(200);
        assertThat(auth.asService().send("PUT", "/internal/catalog/permissions/ai.novelties", Map.of()).status())
                .isEqualTo(400);
        assertThat(auth.asService().send("PUT", "/internal/memberships/m-gracia-gus/permissions/finance", Map.of())
                .text("detail")).contains("'finance' is no permission");
    }

    @Test
    void knowsNoServiceWithoutTheSecret() throws Exception {
        String path = "/internal/memberships/m-acme-noah/modules/finance";
        assertThat(auth.send("PUT", path, Map.of()).status()).isEqualTo(401);
        assertThat(auth.bearing("guessed").send("PUT", path, Map.of()).status()).isEqualTo(401);
        assertThat(auth.asService().send("PUT", "/internal/memberships/nobody/modules/ai", Map.of()).status())
                .isEqualTo(404);
    }

    @Test
    void intersectsGrantsWithWhatTheCompanyHas() throws Exception {
        JsonNode vera = access("vera@lumen.test", "lumen").json();
        assertThat(vera.path("membershipId").asString()).isEqualTo("m-lumen-vera");
        assertThat(vera.path("base").path("module").asString()).isEqualTo("venue");
        assertThat(vera.path("base").path("status").asString()).isEqualTo("active");
        assertThat(vera.path("entitledModules").toString()).isEqualTo("[\"venue\"]");
        assertThat(vera.path("permissions").toString()).isEqualTo("[\"venue.*\"]");
        JsonNode dana = access("dana@dormant.test", "dormant").json();
        assertThat(dana.path("base").path("status").asString()).isEqualTo("cancelled");
        assertThat(dana.path("entitledModules")).isEmpty();
        JsonNode gus = access("gus@gracia.test", "gracia").json();
        assertThat(gus.path("base").path("status").asString()).isEqualTo("grace");
        assertThat(gus.path("entitledModules").toString()).isEqualTo("[\"promoter\"]");
        assertThat(access("ada@acme.test", "dormant").status()).isEqualTo(403);
        assertThat(access("ada@acme.test", "nowhere").status()).isEqualTo(403);
    }

    @Test
    void letsTheGatewayReadWhatItDecidesOnAndNothingElse() throws Exception {
        Database database = platform.authDatabase();
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.user(),
                database.password()); Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement
                    .executeQuery("select status, token_version from users where id = 'u-ada'")) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(refused(statement, "select password_hash from users")).contains("permission denied");
            assertThat(refused(statement, "update sessions set revoked_at = now()")).contains("read-only");
            statement.execute("set default_transaction_read_only = off");
            assertThat(refused(statement, "update sessions set revoked_at = now()")).contains("permission denied");
        }
    }

    private static String refused(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return "it was allowed";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Reply access(String email, String company) throws IOException, InterruptedException {
        return auth.bearing(login(email).text("accessToken")).with("x-org", company).get("/auth/me/access");
    }

    private Reply login(String email) throws IOException, InterruptedException {
        return login(email, "sandbox");
    }

    private Reply login(String email, String password) throws IOException, InterruptedException {
        return auth.send("POST", "/auth/login", Map.of("email", email, "password", password));
    }

    private static long version(Reply reply) {
        return reply.json().path("grantsVersion").asLong();
    }

    private static String session(Reply login) throws Exception {
        return SignedJWT.parse(login.text("accessToken")).getJWTClaimsSet().getStringClaim("sessionId");
    }

    private RSAKey key(String kid) throws Exception {
        String keys = auth.get("/.well-known/jwks.json").body();
        return JWKSet.parse(keys).getKeyByKeyId(kid).toRSAKey();
    }
}
