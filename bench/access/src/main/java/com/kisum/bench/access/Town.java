package com.kisum.bench.access;

import com.kisum.auth.MembershipAnswer;
import com.kisum.auth.MembershipSource;
import com.kisum.auth.SessionAnswer;
import com.kisum.auth.SessionSource;
import com.kisum.auth.UserAnswer;
import com.kisum.auth.UserSource;
import com.kisum.core.EntitlementAnswer;
import com.kisum.core.EntitlementSource;
import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleType;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Who is a member where, and what were they granted? Nothing is kept here: each answer is made anew from its number, with texts of its own, as
 * rows that were just read from a database are. So what stays in memory is what the gateway holds.
 */
final class Town implements MembershipSource, EntitlementSource, SessionSource, UserSource {
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final List<String> MODULES = List.of("promoter", "finance", "ai", "touring");
    private static final List<String> THINGS = List.of("events", "expenses", "reports", "budgets", "contracts");
    private static final List<String> DEEDS = List.of("read", "write", "approve");

    private final int companies;
    private final int granted;
    private final List<String> permissions = new ArrayList<>();

    /**
     * @param granted how many permissions each member has, drawn from the sixty there are
     */
    Town(int companies, int granted) {
        this.companies = companies;
        this.granted = granted;
        for (String module : MODULES) {
            THINGS.forEach(thing -> DEEDS.forEach(deed -> permissions.add(module + "." + thing + "." + deed)));
        }
    }

    /** Ids are UUIDs, which are long; texts are new each time, as those of a request are. */
    UserId user(int member) {
        return new UserId(new UUID(1, member).toString());
    }

    SessionId session(int member) {
        return new SessionId(new UUID(2, member).toString());
    }

    CompanyId company(int member) {
        return new CompanyId(new UUID(3, member % companies).toString());
    }

    /** Every key is asked for by some route. */
    Vocabulary vocabulary() {
        ModuleCatalog catalog = new ModuleCatalog(MODULES.stream().map(Town::module).toList());
        return new Vocabulary(catalog, MODULES.stream().map(ModuleKey::new).toList(),
                permissions.stream().map(PermissionKey::new).toList());
    }

    private static CatalogModule module(String name) {
        boolean base = name.equals(MODULES.getFirst());
        return new CatalogModule(new ModuleKey(name), base ? ModuleType.BASE : ModuleType.ADDON, Set.of(), null);
    }

    @Override
    public Mono<MembershipAnswer> membership(CompanyId company, UserId user) {
        return Mono.fromSupplier(() -> {
            long number = UUID.fromString(user.value()).getLeastSignificantBits();
            List<String> drawn = new ArrayList<>(permissions);
            Collections.shuffle(drawn, new Random(number));
            return new MembershipAnswer.Member(Grants.of(company, new MembershipId(new UUID(4, number).toString()), 7,
                    copied(MODULES), copied(drawn.subList(0, granted))));
        });
    }

    @Override
    public Mono<EntitlementAnswer> entitlementsOf(CompanyId company) {
        return Mono.fromSupplier(() -> new EntitlementAnswer.Known(new Entitlements(company, 17,
                bought(MODULES.getFirst()), MODULES.stream().skip(1).map(Town::bought).toList())));
    }

    @Override
    public Mono<SessionAnswer> session(SessionId session) {
        return Mono.fromSupplier(() -> new SessionAnswer.Live(
                user((int) UUID.fromString(session.value()).getLeastSignificantBits()), NEVER));
    }

    @Override
    public Mono<UserAnswer> user(UserId user) {
        return Mono.fromSupplier(() -> new UserAnswer.Active(1));
    }

    private static Subscription bought(String module) {
        return new Subscription(SubscriptionStatus.ACTIVE, null, null, Set.of(new ModuleKey(module)));
    }

    /** With letters of its own: the compiler sees through simpler copies, and lets them share. */
    private static String anew(String text) {
        return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }

    private static List<String> copied(List<String> texts) {
        return texts.stream().map(Town::anew).toList();
    }
}
