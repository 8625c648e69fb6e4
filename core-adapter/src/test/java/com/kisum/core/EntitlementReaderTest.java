package com.kisum.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EntitlementReaderTest {
    private static final CompanyId ACME = new CompanyId("acme");
    private static final String DOCUMENT = """
            {"companyId":"acme","entitlementVersion":17,
             "basic":{"package":"basic_promoter","status":"active","startsAt":"2026-01-01T00:00:00Z","endsAt":null,
                      "modules":["promoter"]},
             "addons":[{"addon":"finance","status":"trial","startsAt":"2026-01-01T02:00:00+02:00","endsAt":"2026-02-01T00:00:00.5Z",
                        "modules":["finance"]}],
             "enabledModules":["promoter","finance"]}""";

    private final EntitlementReader reader = new EntitlementReader(new OlderRule(InstantSource.system(), 10));

    private EntitlementAnswer read(String document) {
        return reader.read(ACME, new CoreReply(200, "application/json", document.getBytes(StandardCharsets.UTF_8)))
                .answer();
    }

    private static Entitlements known(EntitlementAnswer answer) {
        assertThat(answer).isInstanceOf(EntitlementAnswer.Known.class);
        return ((EntitlementAnswer.Known) answer).entitlements();
    }

    private void assertUnusable(String document, String why) {
        assertThat(read(document)).as(document).isInstanceOfSatisfying(EntitlementAnswer.Outage.class,
                outage -> assertThat(outage.cause()).startsWith("Core's answer cannot be used: ").contains(why));
    }

    @Test
    void readsTheDocumentOfTheDesign() {
        assertThat(known(read(DOCUMENT))).isEqualTo(new Entitlements(ACME, 17,
                new Subscription(SubscriptionStatus.ACTIVE, Instant.parse("2026-01-01T00:00:00Z"), null,
                        EntitlementContract.keys("promoter")),
                List.of(new Subscription(SubscriptionStatus.TRIAL, Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-02-01T00:00:00.500Z"), EntitlementContract.keys("finance")))));
    }

    @Test
    void passesOverFieldsThatItDoesNotKnow() {
        String more = DOCUMENT.replace("\"companyId\"", "\"plan\":{\"price\":[1,{\"x\":null}]},\"companyId\"").replace(
                "\"status\"",
                "\"seats\":7,\"status\"");
        assertThat(known(read(more))).isEqualTo(known(read(DOCUMENT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"basic\":null", "\"basics\":7"})
    void noBaseIsToldAsNone(String basic) {
        assertThat(known(read("{\"companyId\":\"acme\",\"entitlementVersion\":1,\"addons\":[]," + basic + "}")).base())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"promoter\"", "{\"a\":1}", "null", "[7,null]"})
    void theListOfTheOlderRuleMayBeAnything(String enabled) {
        assertThat(known(read(DOCUMENT.replace("[\"promoter\",\"finance\"]", enabled))))
                .isEqualTo(known(read(DOCUMENT)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
            "\"companyId\":\"acme\" ~ \"companyId\":\"lumen\" ~ companyId",
            "\"companyId\":\"acme\" ~ \"companyId\":\"ACME\" ~ companyId",
            "\"companyId\":\"acme\", ~ `` ~ companyId", "\"companyId\":\"acme\" ~ \"companyId\":null ~ companyId",
            "\"companyId\":\"acme\" ~ \"companyId\":[\"acme\"] ~ companyId", ":17 ~ :\"17\" ~ entitlementVersion",
            ":17 ~ :17.0 ~ entitlementVersion", ":17 ~ :17.5 ~ entitlementVersion", ":17 ~ :1e3 ~ entitlementVersion",
            ":17 ~ :-1 ~ entitlementVersion", ":17 ~ :9007199254740992 ~ entitlementVersion",
            ":17 ~ :99999999999999999999 ~ entitlementVersion", ":17 ~ :null ~ entitlementVersion",
            ":17 ~ :true ~ entitlementVersion",
            "\"entitlementVersion\":17, ~ `` ~ entitlementVersion", "\"active\" ~ \"paused\" ~ basic.status",
            "\"active\" ~ \"ACTIVE\" ~ basic.status", "\"active\" ~ null ~ basic.status",
            "\"active\" ~ 1 ~ basic.status",
            "\"status\":\"active\", ~ `` ~ basic.status", "\"trial\" ~ \"\" ~ addons[0].status",
            "\"2026-01-01T00:00:00Z\" ~ \"2026-01-01\" ~ basic.startsAt",
            "\"2026-01-01T00:00:00Z\" ~ \"2026-01-01T00:00:00\" ~ basic.startsAt",
            "\"2026-01-01T00:00:00Z\" ~ 1767225600 ~ basic.startsAt",
            "\"2026-01-01T00:00:00Z\" ~ \"\" ~ basic.startsAt",
            "\"2026-01-01T00:00:00Z\" ~ \"2026-02-30T00:00:00Z\" ~ basic.startsAt",
            "\"2026-01-01T00:00:00Z\" ~ \"+999999999-01-01T00:00:00Z\" ~ basic.startsAt",
            "\"endsAt\":null ~ \"endsAt\":\"never\" ~ basic.endsAt",
            "\"2026-02-01T00:00:00.5Z\" ~ {} ~ addons[0].endsAt", "[\"promoter\"]} ~ \"promoter\"} ~ basic.modules",
            "[\"promoter\"]} ~ null} ~ basic.modules", "[\"promoter\"]} ~ [\"Promoter\"]} ~ basic.modules[0]",
            "[\"promoter\"]} ~ [\"promoter\",\"a.b\"]} ~ basic.modules[1]",
            "[\"promoter\"]} ~ [\"promoter\",null]} ~ basic.modules[1]",
            "[\"promoter\"]} ~ [\"*\"]} ~ basic.modules[0]", "[\"promoter\"]} ~ [\"\"]} ~ basic.modules[0]",
            "[\"finance\"]}], ~ [\"finance\"]},null], ~ addons[1]", "\"addons\":[ ~ \"extras\":[ ~ addons",
            "\"addons\":[ ~ \"addons\":null,\"extras\":[ ~ addons",})
    void aFieldThatIsNeededAndCannotBeUnderstoodMakesTheAnswerUnusable(String text, String replacement, String named) {
        String broken = DOCUMENT.replaceFirst(java.util.regex.Pattern.quote(text),
                java.util.regex.Matcher.quoteReplacement(replacement));
        assertThat(broken).isNotEqualTo(DOCUMENT);
        assertUnusable(broken, named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "\"x\"", "{", "{}x",
            "{\"companyId\":\"acme\",\"companyId\":\"acme\"}", "<html>",
            "{'companyId':'acme'}", "\u0000"})
    void whatIsNotOneObjectIsUnusable(String garbage) {
        assertUnusable(garbage, "");
    }

    @Test
    void aDocumentAfterTheFirstIsUnusable() {
        assertUnusable(DOCUMENT + DOCUMENT, "one well-formed JSON document");
    }

    @Test
    void aDocumentNestedWithoutEndIsUnusable() {
        assertUnusable("{\"x\":" + "[".repeat(100_000), "well-formed");
    }

    @Test
    void whatItQuotesIsShortAndPrintable() {
        String odd = "\\u001b[31m\\n" + "x".repeat(5_000);
        EntitlementAnswer answer = read(DOCUMENT.replace("[\"promoter\"]}", "[\"" + odd + "\"]}"));
        String cause = ((EntitlementAnswer.Outage) answer).cause();
        assertThat(cause).hasSizeLessThan(400).matches("[\\x20-\\x7e]*");
    }

    /** Bytes flipped at random never become an exception, and never another company's facts. */
    @Test
    void damageIsAnOutageOrHarmless() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] good = DOCUMENT.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = good.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            EntitlementAnswer answer = reader.read(ACME, new CoreReply(200, "application/json", damaged)).answer();
            if (answer instanceof EntitlementAnswer.Known(Entitlements entitlements)) {
                assertThat(entitlements.company()).as("seed %d", seed).isEqualTo(ACME);
            }
        }
    }
}
