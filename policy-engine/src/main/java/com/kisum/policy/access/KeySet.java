package com.kisum.policy.access;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys were granted? In order, one reference each: a hash set of the same keys takes twice as much, for every member who is
 * held. Cannot be changed.
 */
final class KeySet<K extends Comparable<? super K>> extends AbstractSet<K> {
    private final Object[] sorted;

    private KeySet(Object[] sorted) {
        this.sorted = sorted;
    }

    /** The keys themselves are taken from the pool. */
    static <K extends Comparable<? super K>> Set<K> of(Collection<K> keys, KeyPool<K> pool) {
        return keys instanceof KeySet<K> same
                ? same
                : new KeySet<>(keys.stream().map(pool::shared).sorted().distinct().toArray());
    }

    @Override
    public int size() {
        return sorted.length;
    }

    @Override
    @SuppressWarnings("unchecked") // Nothing else was put in.
    public Iterator<K> iterator() {
        return (Iterator<K>) (Iterator<?>) Arrays.asList(sorted).iterator();
    }

    @Override
    public boolean contains(@Nullable Object key) {
        return key != null && sorted.length > 0 && sorted[0].getClass() == key.getClass()
                && Arrays.binarySearch(sorted, key) >= 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeySet<?> set ? Arrays.equals(sorted, set.sorted) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
