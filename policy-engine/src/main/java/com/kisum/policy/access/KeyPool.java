package com.kisum.policy.access;

import org.jspecify.annotations.Nullable;

/**
 * Have we read this key before? A platform has some hundred keys and a hundred thousand members: each key is kept once, not once for
 * each member. Bounded: a key that finds no room takes another's, which then is merely no longer shared with those who come.
 *
 * <p>Races are harmless. Keys are values with final fields, so whichever of two equal ones a thread sees is whole.
 */
final class KeyPool<K> {
    static final KeyPool<PermissionKey> PERMISSIONS = new KeyPool<>(14);
    static final KeyPool<ModuleKey> MODULES = new KeyPool<>(10);

    /** How many slots, side by side, a key may stand in. */
    private static final int WAYS = 4;
    private static final int GOLDEN = 0x9E3779B9; // spreads hashes that differ in few bits

    private final @Nullable Object[] slots;
    private final int shift;

    /**
     * @param bits of the number of slots
     */
    KeyPool(int bits) {
        this.slots = new @Nullable Object[1 << bits];
        this.shift = Integer.SIZE - bits;
    }

    /** The one that is shared, which equals this one. */
    @SuppressWarnings("unchecked") // What equals a key of this kind is one.
    K shared(K key) {
        int spread = key.hashCode() * GOLDEN;
        int first = (spread >>> shift) & -WAYS;
        for (int slot = first; slot < first + WAYS; slot++) {
            Object known = slots[slot];
            if (known == null) {
                slots[slot] = key;
                return key;
            }
            if (known.equals(key)) {
                return (K) known;
            }
        }
        slots[first + (spread & (WAYS - 1))] = key;
        return key;
    }
}
