package com.kisum.policy.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may this member do in this company, now?
 *
 * <p>Entitlements ∩ grants at one instant, compiled for one policy revision's {@link Vocabulary}: two sets of bits, what
 * is held when grace does not count and what is held when it does. A requirement is then a mask. The facts stay at hand,
 * because a denial must tell <em>not bought</em> from <em>not granted</em> and name the state, and because a new
 * revision compiles them again.
 *
 * <p>It must not be used from {@link #holdsUntil()} on: some subscription begins or ends then.
 */
public final class EffectiveAccess {
    private final Entitlements entitlements;
    private final Grants grants;
    private final Vocabulary vocabulary;
    private final String version;
    private final Instant at;
    private final Instant holdsUntil;
    private final ModuleState baseState;
    /** What was granted, bought or not: a denial asks for it, and must not cost a walk over every grant. */
    private final long[] granted;
    private final long[] held;
    private final long[] heldInGrace;

    private EffectiveAccess(Entitlements entitlements, Grants grants, Vocabulary vocabulary, Instant at,
            String version) {
        this.entitlements = entitlements;
        this.grants = grants;
        this.vocabulary = vocabulary;
        this.at = at;
        this.version = version;
        Subscription base = entitlements.base();
        this.baseState = base == null ? ModuleState.NONE : base.stateAt(at);
        this.holdsUntil = nextChange();
        this.granted = keysGranted();
        this.held = keysHeld(false);
        this.heldInGrace = anyModuleInGrace() ? keysHeld(true) : held;
    }

    public static EffectiveAccess of(Entitlements entitlements, Grants grants, Vocabulary vocabulary, Instant now) {
        return of(entitlements, grants, vocabulary, now, entitlements.version() + "." + grants.version());
    }

    /**
     * Of facts that someone else put together.
     *
     * @param version what they call this access
     */
    public static EffectiveAccess of(Entitlements entitlements, Grants grants, Vocabulary vocabulary, Instant now,
            String version) {
        if (!entitlements.company().equals(grants.company())) {
            throw new IllegalArgumentException("entitlements of " + entitlements.company() + " cannot meet grants in "
                    + grants.company());
        }
        return new EffectiveAccess(entitlements, grants, vocabulary, now, version);
    }

    /** The same facts at the same instant, under another policy revision. */
    public EffectiveAccess under(Vocabulary other) {
        return other == vocabulary ? this : new EffectiveAccess(entitlements, grants, other, at, version);
    }

    /** Whether {@link #of} would give the same again; the same facts, not equal ones. */
    @SuppressWarnings("ReferenceEquality") // That they are the same ones is the question, and costs nothing.
    public boolean isOf(Entitlements same, Vocabulary words, Instant now) {
        return entitlements == same && vocabulary == words && !now.isBefore(at) && now.isBefore(holdsUntil);
    }

    public CompanyId company() {
        return entitlements.company();
    }

    public MembershipId membership() {
        return grants.membership();
    }

    /** {@code <entitlementVersion>.<grantsVersion>}, unless its source has a version of its own. */
    public String version() {
        return version;
    }

    public Entitlements entitlements() {
        return entitlements;
    }

    public Grants grants() {
        return grants;
    }

    public Instant at() {
        return at;
    }

    /** The first instant at which this may no longer be true; {@link Instant#MAX} when nothing is dated. */
    public Instant holdsUntil() {
        return holdsUntil;
    }

    public ModuleState baseState() {
        return baseState;
    }

    /** How the company stands to a module, given under its current name. */
    public ModuleState stateOf(ModuleKey module) {
        Subscription base = entitlements.base();
        if (base != null && provides(base, module)) {
            return baseState;
        }
        if (vocabulary.catalog().isPersona(module)) {
            return ModuleState.NONE; // addons never add a persona
        }
        ModuleState best = ModuleState.NONE;
        for (Subscription addon : entitlements.addons()) {
            if (provides(addon, module)) {
                best = best.betterOf(addon.stateAt(at));
            }
        }
        return best.worseOf(baseState);
    }

    /** Whether the member was granted a module, given under its current name. */
    public boolean isGranted(ModuleKey module) {
        Integer number = vocabulary.modules().get(module);
        if (number != null) {
            return isSet(granted, number);
        }
        for (ModuleKey granted : grants.modules()) {
            if (vocabulary.catalog().current(granted).equals(module)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the member was granted a permission, given under its current name, bought or not. */
    public boolean isGranted(PermissionKey permission) {
        Integer number = vocabulary.find(permission);
        if (number != null) {
            return isSet(granted, number);
        }
        for (PermissionKey granted : grants.permissions()) {
            if (vocabulary.catalog().current(granted).equals(permission)) {
                return true;
            }
        }
        for (PermissionPrefix prefix : grants.prefixes()) {
            if (vocabulary.catalog().current(prefix).holds(permission)) {
                return true;
            }
        }
        return false;
    }

    /** One word of the keys held: bit {@code n % 64} of word {@code n / 64} is the key of number {@code n}. */
    public long keysHeld(int word, boolean graceCounts) {
        return (graceCounts ? heldInGrace : held)[word];
    }

    private boolean provides(Subscription subscription, ModuleKey module) {
        for (ModuleKey provided : subscription.modules()) {
            if (vocabulary.catalog().current(provided).equals(module)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyModuleInGrace() {
        return vocabulary.modules().keySet().stream().anyMatch(module -> stateOf(module) == ModuleState.GRACE);
    }

    private long[] keysGranted() {
        long[] keys = new long[vocabulary.words()];
        for (ModuleKey module : grants.modules()) {
            setIfAsked(keys, vocabulary.modules().get(vocabulary.catalog().current(module)));
        }
        for (PermissionKey permission : grants.permissions()) {
            setIfAsked(keys, vocabulary.find(vocabulary.catalog().current(permission)));
        }
        for (PermissionPrefix prefix : grants.prefixes()) {
            vocabulary.forEachUnder(vocabulary.catalog().current(prefix), number -> set(keys, number));
        }
        return keys;
    }

    private static void setIfAsked(long[] keys, @Nullable Integer number) {
        if (number != null) {
            set(keys, number);
        }
    }

    private long[] keysHeld(boolean graceCounts) {
        long[] keys = new long[vocabulary.words()];
        if (!baseState.counts(graceCounts)) {
            return keys;
        }
        vocabulary.modules().forEach((module, number) -> {
            if (stateOf(module).counts(graceCounts) && isGranted(module)) {
                set(keys, number);
            }
        });
        for (PermissionKey granted : grants.permissions()) {
            PermissionKey permission = vocabulary.catalog().current(granted);
            Integer number = vocabulary.find(permission);
            if (number != null && isSet(keys, vocabulary.numberOf(permission.module()))) {
                set(keys, number);
            }
        }
        for (PermissionPrefix granted : grants.prefixes()) {
            PermissionPrefix prefix = vocabulary.catalog().current(granted);
            Integer module = vocabulary.modules().get(prefix.module());
            if (module != null && isSet(keys, module)) {
                vocabulary.forEachUnder(prefix, number -> set(keys, number));
            }
        }
        return keys;
    }

    private Instant nextChange() {
        Instant next = Instant.MAX;
        @Nullable Subscription base = entitlements.base();
        if (base != null) {
            next = base.nextChange(at, next);
        }
        for (Subscription addon : entitlements.addons()) {
            next = addon.nextChange(at, next);
        }
        return next;
    }

    private static void set(long[] keys, int number) {
        keys[number / Long.SIZE] |= 1L << (number % Long.SIZE);
    }

    private static boolean isSet(long[] keys, int number) {
        return (keys[number / Long.SIZE] & (1L << (number % Long.SIZE))) != 0;
    }

    /** Names whose access this is; what is in it stays out of logs. */
    @Override
    public String toString() {
        return "EffectiveAccess[" + company() + "/" + membership() + " " + version() + "]";
    }
}
