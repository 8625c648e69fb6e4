package com.kisum.policy.route;

import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.access.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Does this access meet the requirement? A {@link Requirement} made cheap: masks over the bits of access, and nothing
 * to allocate. It cannot say why not; that is asked only of those who are denied.
 */
sealed interface Check {
    boolean passes(EffectiveAccess access, boolean graceCounts);

    static Check of(Requirement requirement, Vocabulary vocabulary) {
        return switch (requirement) {
            case Requirement.NeedsModule needs -> key(vocabulary.numberOf(needs.module()));
            case Requirement.NeedsPermission needs -> key(vocabulary.numberOf(needs.permission()));
            case Requirement.AllOf all -> all(all.parts(), vocabulary);
            case Requirement.AnyOf any -> any(any.parts(), vocabulary);
        };
    }

    /** Every key of one word's mask. */
    record HoldsAll(int word, long mask) implements Check {
        @Override
        public boolean passes(EffectiveAccess access, boolean graceCounts) {
            return (access.keysHeld(word, graceCounts) & mask) == mask;
        }
    }

    /** Some key of one word's mask. */
    record HoldsAny(int word, long mask) implements Check {
        @Override
        public boolean passes(EffectiveAccess access, boolean graceCounts) {
            return (access.keysHeld(word, graceCounts) & mask) != 0;
        }
    }

    final class Every implements Check {
        private final Check[] parts;

        Every(List<Check> parts) {
            this.parts = parts.toArray(Check[]::new);
        }

        @Override
        public boolean passes(EffectiveAccess access, boolean graceCounts) {
            for (Check part : parts) {
                if (!part.passes(access, graceCounts)) {
                    return false;
                }
            }
            return true;
        }
    }

    final class Some implements Check {
        private final Check[] parts;

        Some(List<Check> parts) {
            this.parts = parts.toArray(Check[]::new);
        }

        @Override
        public boolean passes(EffectiveAccess access, boolean graceCounts) {
            for (Check part : parts) {
                if (part.passes(access, graceCounts)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static Check key(int number) {
        return new HoldsAll(number / Long.SIZE, 1L << (number % Long.SIZE));
    }

    private static Check all(List<Requirement> parts, Vocabulary vocabulary) {
        List<Check> checks = new ArrayList<>();
        for (Requirement part : parts) {
            if (isImplied(part, parts)) {
                continue;
            }
            Check check = of(part, vocabulary);
            if (check instanceof HoldsAll more && mergeAll(checks, more)) {
                continue;
            }
            checks.add(check);
        }
        return checks.size() == 1 ? checks.getFirst() : new Every(checks);
    }

    /** Nobody holds a permission without its module: a group's module beside a route's permission is asked already. */
    private static boolean isImplied(Requirement part, List<Requirement> beside) {
        return part instanceof Requirement.NeedsModule(ModuleKey module) && beside.stream()
                .anyMatch(other -> other instanceof Requirement.NeedsPermission(PermissionKey permission)
                        && permission.module().equals(module));
    }

    private static boolean mergeAll(List<Check> checks, HoldsAll more) {
        for (int i = 0; i < checks.size(); i++) {
            if (checks.get(i) instanceof HoldsAll held && held.word == more.word) {
                checks.set(i, new HoldsAll(held.word, held.mask | more.mask));
                return true;
            }
        }
        return false;
    }

    private static Check any(List<Requirement> parts, Vocabulary vocabulary) {
        List<Check> checks = new ArrayList<>();
        for (Requirement part : parts) {
            Check check = of(part, vocabulary);
            if (check instanceof HoldsAll one && Long.bitCount(one.mask) == 1) {
                check = new HoldsAny(one.word, one.mask);
            }
            if (check instanceof HoldsAny more && mergeAny(checks, more)) {
                continue;
            }
            checks.add(check);
        }
        return checks.size() == 1 ? checks.getFirst() : new Some(checks);
    }

    private static boolean mergeAny(List<Check> checks, HoldsAny more) {
        for (int i = 0; i < checks.size(); i++) {
            if (checks.get(i) instanceof HoldsAny held && held.word == more.word) {
                checks.set(i, new HoldsAny(held.word, held.mask | more.mask));
                return true;
            }
        }
        return false;
    }
}
