package com.kisum.policy.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.Caller;
import com.kisum.policy.DenyReason;
import com.kisum.policy.PolicyEngine;
import com.kisum.policy.Source;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.Backend;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.PolicyRevision;
import com.kisum.policy.route.RateLimit;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteId;
import com.kisum.policy.route.RouteOptions;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.route.SourcePosition;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StepWordsTest {
    private static final UserId ADA = new UserId("ada");
    private static final CompanyId ACME = new CompanyId("acme");
    private static final MembershipId MEMBERSHIP = new MembershipId("ms-1");
    private static final RouteOptions SHADOW = new RouteOptions(Mode.SHADOW, RouteOptions.BUILT_IN.onOutage(),
            GracePolicy.DENY, RouteOptions.BUILT_IN.timeout(), RouteOptions.BUILT_IN.maxBody(), false, 0,
            RouteOptions.BUILT_IN.rateLimit());
    private static final RouteOptions LIMITED = new RouteOptions(Mode.ENFORCE, RouteOptions.BUILT_IN.onOutage(),
            GracePolicy.DENY, RouteOptions.BUILT_IN.timeout(), RouteOptions.BUILT_IN.maxBody(), false, 0,
            new RateLimit.Limited(20, Duration.ofMinutes(1), RateLimit.Scope.USER));
    private static final Requirement CLOSE = new Requirement.AllOf(List.of(
            new Requirement.NeedsPermission(new PermissionKey("finance.expenses.write")),
            new Requirement.AnyOf(List.of(new Requirement.NeedsModule(new ModuleKey("ai")),
                    new Requirement.NeedsPermission(new PermissionKey("finance.reports.read"))))));

    private static final PolicyEngine ENGINE = new PolicyEngine(RouteTable.of(PolicyRevision.of(new byte[0]),
            ModuleCatalog.EMPTY,
            List.of(route("login", AccessLevel.PUBLIC, null, RouteOptions.BUILT_IN, Method.POST, "/auth/login"),
                    route("team", AccessLevel.MEMBER, null, SHADOW, Method.GET, "/team"),
                    route("export", AccessLevel.AUTHENTICATED, null, LIMITED, Method.GET, "/export"),
                    route("finance.close", AccessLevel.MEMBER, CLOSE, RouteOptions.BUILT_IN, Method.POST,
                            "/api/finance/periods/{period}/close"))));

    @Test
    void tellsTheWholeWayOfAMemberWhoPasses() {
        assertThat(words(Method.POST, "/api/finance/periods/7/close", member("finance.*"))).containsExactly(
                "Door: the path /api/finance/periods/7/close has one reading only.",
                "Route: finance.close answers, by its match POST /api/finance/periods/{period}/close (routes.yml:7:3).",
                "Route: it asks for membership of the company, and permission finance.expenses.write and "
                        + "(module ai or permission finance.reports.read).",
                "Token: proven for the user ada.", "Company: an active member of acme (membership ms-1).",
                "Access: version 4.9 of acme; its base subscription is active.",
                "Requirement: all of these 2: met.",
                "Requirement:   permission finance.expenses.write: met, granted, and its module finance is bought "
                        + "(trial) and granted.",
                "Requirement:   one of these 2: met.",
                "Requirement:     module ai: not met. The company has not bought the module ai.",
                "Requirement:     permission finance.reports.read: met, granted, and its module finance is bought "
                        + "(trial) and granted.");
    }

    @Test
    void tellsWhichPartOfARequirementIsNotMet() {
        assertThat(words(Method.POST, "/api/finance/periods/7/close", member("finance.reports.*"))).contains(
                "Requirement: all of these 2: not met. The member does not hold the permission finance.expenses.write.",
                "Requirement:   permission finance.expenses.write: not met. "
                        + "The member does not hold the permission finance.expenses.write.");
    }

    @Test
    void endsWhereTheDecisionIsMade() {
        assertThat(words(Method.GET, "/a//b", member("finance.*")))
                .containsExactly("Door: refused at character 4: two slashes in a row, which some parsers merge and "
                        + "others do not.");
        assertThat(words(Method.GET, "/nowhere", member("finance.*"))).hasSize(2).last()
                .isEqualTo("Route: no route takes this path.");
        assertThat(words(Method.GET, "/auth/login", member("finance.*"))).last()
                .isEqualTo("Route: none with this method; the path is routed for POST.");
        assertThat(words(Method.POST, "/auth/login", new Caller.Unproven(new DenyReason.TokenMissing()))).last()
                .isEqualTo("Route: it asks for nothing: it is public.");
        assertThat(words(Method.GET, "/team", new Caller.Unproven(new DenyReason.TokenExpired()))).last()
                .isEqualTo("Token: The bearer token has expired.");
    }

    @Test
    void saysThatShadowModeLetsADenialPass() {
        assertThat(words(Method.GET, "/team", new Caller.Authenticated(ADA, new DenyReason.NotAMember())))
                .contains("Route: it is in shadow mode: what company and access would deny is recorded, and the "
                        + "request passes.")
                .last()
                .isEqualTo("Company: The caller is not an active member of the company that x-org names.");
    }

    @Test
    void saysThatThereIsARateLimitAndThatNobodyCountsHere() {
        assertThat(words(Method.GET, "/export", new Caller.Authenticated(ADA, new DenyReason.CompanyRequired())))
                .contains("Route: it is limited to 20/m per user, which is not counted here.")
                .last().isEqualTo("Token: proven for the user ada.");
        assertThat(words(Method.GET, "/team", new Caller.Unproven(new DenyReason.TokenExpired())))
                .noneMatch(line -> line.contains("limited"));
    }

    @Test
    void namesTheSourceThatCouldNotBeAsked() {
        assertThat(words(Method.POST, "/api/finance/periods/7/close",
                new Caller.Member(ADA, ACME, MEMBERSHIP, Source.CORE))).last().asString()
                .startsWith("Access: the route requires permission finance.expenses.write")
                .endsWith("and Core could not be asked.");
    }

    private static List<String> words(Method method, String target, Caller caller) {
        return StepWords.of(ENGINE.explain(method, target.getBytes(StandardCharsets.US_ASCII), caller).steps());
    }

    private static Caller member(String permission) {
        Entitlements bought = new Entitlements(ACME, 4, bought(SubscriptionStatus.ACTIVE, "promoter"),
                List.of(bought(SubscriptionStatus.TRIAL, "finance")));
        Grants grants = Grants.of(ACME, MEMBERSHIP, 9, List.of("promoter", "finance"), List.of(permission));
        return new Caller.MemberWithAccess(ADA,
                EffectiveAccess.of(bought, grants, ENGINE.table().vocabulary(), Instant.EPOCH));
    }

    private static Subscription bought(SubscriptionStatus status, String module) {
        return new Subscription(status, null, null, Set.of(new ModuleKey(module)));
    }

    private static Route route(String id, AccessLevel access, @Nullable Requirement requirement, RouteOptions options,
            Method method, String template) {
        SourcePosition position = new SourcePosition("routes.yml", 7, 3);
        if (!(PathTemplate.parse(template) instanceof PathTemplate.Valid valid)) {
            throw new IllegalArgumentException(template);
        }
        return new Route(new RouteId(id), List.of(new Match(Set.of(method), false, valid.template(), position)),
                new Backend("main", URI.create("http://main.test")), access, requirement, options, null, null,
                position);
    }
}
