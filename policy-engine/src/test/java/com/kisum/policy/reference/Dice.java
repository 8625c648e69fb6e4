package com.kisum.policy.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Chance with a seed: the same seed, the same worlds. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        random = new Random(mixed(seed));
    }

    /** Random begins alike for neighbouring seeds; SplitMix64's last step takes them far apart. */
    private static long mixed(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** True in so many of a hundred cases. */
    boolean in100(int cases) {
        return random.nextInt(100) < cases;
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    long number() {
        return random.nextLong();
    }

    <T> T of(List<? extends T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** One of these; what stands there twice is twice as likely. */
    String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> List<T> shuffled(List<T> all) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    <T> List<T> times(int count, Supplier<T> one) {
        List<T> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(one.get());
        }
        return all;
    }
}
