package com.kisum.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.fact.Examples;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.access.PermissionPrefix;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredFactsTest {
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final StoredFacts stored = new StoredFacts();

    @Test
    void whatIsKeptIsReadBackEqual() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Entitlements entitlements = new Entitlements(new CompanyId("c" + random.nextInt(9)),
                    random.nextLong(1L << 53),
                    random.nextInt(4) == 0 ? null : subscription(random), list(random, 4, _ -> subscription(random)));
            Grants grants = new Grants(entitlements.company(), new MembershipId("m_-" + random.nextInt(9)),
                    random.nextLong(1L << 53), modules(random),
                    set(random, n -> new PermissionKey("finance.x-" + n + ".read")),
                    set(random, n -> new PermissionPrefix(n % 2 == 0 ? "a" + n : "a.b" + n)), random.nextInt(5));

            StoredFacts.Content read = stored.read(stored.text(entitlements, grants, LIFE),
                    identity(entitlements, grants));

            assertThat(read).as("seed %d, number %d", seed, i)
                    .isEqualTo(new StoredFacts.Content(entitlements, grants, LIFE));
        }
    }

    @Test
    void aValueOfSomebodyElseIsNotOurs() {
        Entitlements entitlements = Examples.entitlements("acme", 17);
        Grants grants = Examples.grants("acme", "m-1", 3);
        String text = stored.text(entitlements, grants, LIFE);
        StoredFacts.Identity own = identity(entitlements, grants);

        assertThat(stored.read(text, own)).isNotNull();
        for (StoredFacts.Identity other : List.of(identity("lumen", "m-1", 17, 3), identity("acme", "m-2", 17, 3),
                identity("acme", "m-1", 18, 3), identity("acme", "m-1", 17, 4))) {
            assertThat(stored.read(text, other)).isNull();
        }
    }

    @Test
    void whatIsUnknownIsPassedOverAndWhatIsNeededIsMissed() {
        String text = stored.text(Examples.entitlements("acme", 17), Examples.grants("acme", "m-1", 3), LIFE);
        StoredFacts.Identity own = identity("acme", "m-1", 17, 3);

        assertThat(stored.read("{\"later\":[{}]," + text.substring(1), own)).isEqualTo(stored.read(text, own));
        for (String field : List.of("company", "membership", "entitlementVersion", "grantsVersion", "lifeMillis",
                "base",
                "addons", "modules", "permissions", "prefixes", "ignored", "status", "startsAt", "endsAt")) {
            assertThat(text).contains("\"" + field + "\"");
            assertThat(stored.read(text.replace("\"" + field + "\"", "\"x\""), own)).as(field).isNull();
        }
    }

    @Test
    void garbageIsNotOurs() {
        String text = stored.text(Examples.entitlements("acme", 17), Examples.grants("acme", "m-1", 3), LIFE);
        StoredFacts.Identity own = identity("acme", "m-1", 17, 3);
        for (String garbage : List.of("", "null", "[]", "17", "{}", "\u0000", text + text, text + "x",
                text.replace("active", "generous"), text.replace("\"2026-01-01T00:00:00Z\"", "\"tomorrow\""),
                text.replace("17", "-17"), text.replace("17", "17.0"),
                text.replace("\"lifeMillis\":" + LIFE.toMillis(), "\"lifeMillis\":" + Long.MAX_VALUE),
                text.replace("finance.expenses.read", "finance"), text.replace("promoter.*", "*"))) {
            assertThat(stored.read(garbage, own)).as(garbage).isNull();
        }
        for (int length = 0; length < text.length(); length++) {
            assertThat(stored.read(text.substring(0, length), own)).isNull();
        }
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            char[] changed = text.toCharArray();
            changed[random.nextInt(changed.length)] = (char) random.nextInt(128);
            StoredFacts.Content _ = stored.read(new String(changed), own);
        }
    }

    @Test
    void aMemberWithThirtyPermissionsTakesLittle() {
        Set<PermissionKey> permissions = new HashSet<>();
        for (String thing : List.of("expenses", "reports", "periods", "budgets", "invoices")) {
            for (String right : List.of("read", "write", "approve", "delete", "export", "close")) {
                permissions.add(new PermissionKey("finance." + thing + "." + right));
            }
        }
        Grants grants = new Grants(new CompanyId("acme"), new MembershipId("m-1"), 3,
                Set.of(new ModuleKey("promoter"), new ModuleKey("finance")), permissions, Set.of(), 0);

        String text = stored.text(Examples.entitlements("acme", 17), grants, LIFE);

        assertThat(permissions).hasSize(30);
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_300);
    }

    private static StoredFacts.Identity identity(Entitlements entitlements, Grants grants) {
        return new StoredFacts.Identity(entitlements.company(), grants.membership(), entitlements.version(),
                grants.version());
    }

    private static StoredFacts.Identity identity(String company, String membership, long entitlementVersion,
            long grantsVersion) {
        return new StoredFacts.Identity(new CompanyId(company), new MembershipId(membership), entitlementVersion,
                grantsVersion);
    }

    private static Subscription subscription(Random random) {
        return new Subscription(SubscriptionStatus.values()[random.nextInt(SubscriptionStatus.values().length)],
                date(random), date(random), modules(random));
    }

    private static @Nullable Instant date(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> Instant.ofEpochSecond(random.nextLong(1L << 33));
            case 2 -> Instant.ofEpochSecond(random.nextLong(1L << 33), random.nextInt(1_000_000_000));
            case 3 -> Instant.MAX;
            default -> Instant.ofEpochSecond(-random.nextLong(1L << 36), 1);
        };
    }

    private static Set<ModuleKey> modules(Random random) {
        return set(random, n -> new ModuleKey("m" + n));
    }

    private static <T> Set<T> set(Random random, IntFunction<T> make) {
        return new HashSet<>(list(random, 6, make));
    }

    private static <T> List<T> list(Random random, int most, IntFunction<T> make) {
        return IntStream.range(0, random.nextInt(most)).mapToObj(_ -> make.apply(random.nextInt(50))).toList();
    }
}
