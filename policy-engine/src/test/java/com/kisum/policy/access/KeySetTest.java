package com.kisum.policy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Is a compact set of shared keys a set like any other? */
final class KeySetTest {
    private static final CompanyId ACME = new CompanyId("acme");
    private static final MembershipId MEMBERSHIP = new MembershipId("m-1");

    @Test
    void isEqualToAnyOtherSetOfTheSameKeys() {
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            Set<PermissionKey> keys = drawn(random);
            Set<PermissionKey> compact = KeySet.of(keys, new KeyPool<>(4));
            assertThat(compact).isEqualTo(keys).hasSameHashCodeAs(keys).hasSize(keys.size());
            assertThat(keys).isEqualTo(compact);
            Set<PermissionKey> others = drawn(random);
            assertThat(compact.equals(KeySet.of(others, new KeyPool<>(4)))).isEqualTo(keys.equals(others));
            others.forEach(key -> assertThat(compact.contains(key)).isEqualTo(keys.contains(key)));
        }
    }

    @Test
    void holdsNothingOfAnotherKindAndCannotBeChanged() {
        Set<PermissionKey> keys = KeySet.of(List.of(key(1), key(2), key(1)), KeyPool.PERMISSIONS);
        assertThat(keys).containsExactly(key(1), key(2));
        assertThat(keys.contains(new ModuleKey("finance"))).isFalse();
        assertThat(keys.contains(null)).isFalse();
        assertThatThrownBy(() -> keys.remove(key(1))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> keys.add(key(3))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(keys::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void membersShareTheKeysThatTheyWereGranted() {
        Grants one = granted(new String("finance.expenses.read".toCharArray()));
        Grants other = granted(new String("finance.expenses.read".toCharArray()));
        assertThat(one.permissions().iterator().next()).isSameAs(other.permissions().iterator().next());
        assertThat(one.modules().iterator().next()).isSameAs(other.modules().iterator().next());
    }

    @Test
    void aPoolThatIsFullStillGivesTheKeyThatWasAskedFor() {
        KeyPool<PermissionKey> pool = new KeyPool<>(3);
        for (int i = 0; i < 1_000; i++) {
            assertThat(pool.shared(key(i))).isEqualTo(key(i));
        }
    }

    private static Grants granted(String permission) {
        return Grants.of(ACME, MEMBERSHIP, 1, List.of(new String("finance".toCharArray())), List.of(permission));
    }

    private static Set<PermissionKey> drawn(Random random) {
        return IntStream.range(0, random.nextInt(6)).mapToObj(_ -> key(random.nextInt(5)))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static PermissionKey key(int number) {
        return new PermissionKey("finance.things.t" + number);
    }
}
