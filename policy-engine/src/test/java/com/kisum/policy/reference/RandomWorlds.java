package com.kisum.policy.reference;

import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One table, and many questions of many members to it. */
final class RandomWorlds {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<DenyReason.OfToken> TOKEN_PROBLEMS = List.of(new DenyReason.TokenMissing(),
            new DenyReason.TokenInvalid(), new DenyReason.TokenExpired(), new DenyReason.SessionRevoked(),
            new DenyReason.KeysUnavailable(), new DenyReason.AccessUnavailable(Source.AUTH),
            new DenyReason.Overloaded());
    private static final List<DenyReason.OfCompany> COMPANY_PROBLEMS = List.of(new DenyReason.CompanyRequired(),
            new DenyReason.NotAMember(), new DenyReason.AccessUnavailable(Source.AUTH),
            new DenyReason.TooManyLookups());
    private static final int QUESTIONS_PER_MEMBER = 10;

    private final Dice dice;
    private final Words words;
    private final List<CatalogModule> catalog;
    private final List<Route> routes;

    RandomWorlds(long seed) {
        dice = new Dice(seed);
        catalog = Words.catalog(dice);
        words = new Words(dice, catalog);
        routes = new RandomRoutes(dice, catalog).routes();
    }

    /** Worlds that differ in facts and question only. */
    List<World> worlds(int count) {
        List<World> worlds = new ArrayList<>(count);
        World.Facts facts = facts();
        for (int i = 0; i < count; i++) {
            if (i % QUESTIONS_PER_MEMBER == 0) {
                facts = facts();
            }
            worlds.add(new World(catalog, routes, facts, question(), dice.number()));
        }
        return worlds;
    }

    private World.Facts facts() {
        Subscription base = dice.in100(94) ? base() : null;
        List<Subscription> addons = dice.times(dice.upTo(4), () -> subscription(dice.times(dice.between(1, 2),
                words::anyModule)));
        int generous = dice.in100(60) ? 10 : 3;
        return new World.Facts(base, addons, dice.times(dice.upTo(generous), words::moduleRow),
                dice.times(dice.upTo(generous * 2), words::permissionRow), NOW);
    }

    private Subscription base() {
        List<String> modules = new ArrayList<>(List.of(dice.of("promoter", "basic", "venue", "other")));
        modules.addAll(dice.times(dice.upTo(2), words::anyModule));
        return subscription(modules);
    }

    private Subscription subscription(List<String> modules) {
        SubscriptionStatus status = dice.in100(50)
                ? SubscriptionStatus.ACTIVE
                : dice.in100(50) ? SubscriptionStatus.GRACE : dice.of(List.of(SubscriptionStatus.values()));
        Set<ModuleKey> keys = new HashSet<>();
        modules.forEach(module -> keys.add(new ModuleKey(module)));
        Instant starts = dice.in100(75) ? null : NOW.plusNanos(dice.in100(80) ? -dice.upTo(1) : 1);
        Instant ends = dice.in100(75) ? null : NOW.plusNanos(dice.in100(80) ? 1 : -dice.upTo(1));
        return new Subscription(status, starts, ends, keys);
    }

    private World.Question question() {
        DenyReason.@Nullable OfToken token = dice.in100(4) ? dice.of(TOKEN_PROBLEMS) : null;
        DenyReason.@Nullable OfCompany company = token == null && dice.in100(4) ? dice.of(COMPANY_PROBLEMS) : null;
        @Nullable Source unknown = token == null && company == null && dice.in100(4)
                ? dice.of(List.of(Source.values()))
                : null;
        boolean aimed = dice.in100(85);
        Match aim = dice.of(dice.of(routes).matches());
        Method method = aimed && dice.in100(80)
                ? dice.of(List.copyOf(aim.methods()))
                : dice.of(List.of(Method.values()));
        return new World.Question(method, target(aimed ? aimedAt(aim.template()) : path()), token, company, unknown);
    }

    /** A path that the template takes, though something else may be nearer. */
    private List<String> aimedAt(PathTemplate template) {
        List<String> path = new ArrayList<>();
        for (PathTemplate.Segment segment : template.segments()) {
            path.add(segment instanceof PathTemplate.Literal literal ? literal.text() : segment());
        }
        if (template.rest()) {
            path.addAll(dice.times(dice.upTo(2), this::segment));
        }
        return path;
    }

    private List<String> path() {
        return dice.times(dice.upTo(5), this::segment);
    }

    private String segment() {
        return dice.in100(90)
                ? dice.of(RandomRoutes.LITERALS)
                : dice.of("A", "ab", "7", "%20", "%C3%A9", "%c3%a9", "a:b", "*", "**", "...", "Internal");
    }

    private String target(List<String> segments) {
        String path = "/" + String.join("/", segments);
        String slash = !segments.isEmpty() && dice.in100(20) ? "/" : "";
        return path + slash + (dice.in100(10) ? dice.of("?", "?a=b", "?x=/a/../internal", "?//") : "");
    }
}
