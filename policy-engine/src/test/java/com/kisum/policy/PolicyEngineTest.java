package com.kisum.policy;

import static com.kisum.policy.access.FactBuilder.company;
import static com.kisum.policy.route.RouteBuilder.allOf;
import static com.kisum.policy.route.RouteBuilder.anyOf;
import static com.kisum.policy.route.RouteBuilder.module;
import static com.kisum.policy.route.RouteBuilder.route;
import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.FactBuilder;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleState;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.access.SubscriptionStatus;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathFault;
import com.kisum.policy.path.PathGrammar;
import com.kisum.policy.route.AccessLevel;
import com.kisum.policy.route.GracePolicy;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Mode;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteBuilder;
import com.kisum.policy.route.RouteId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyEngineTest {
    private static final UserId USER = new UserId("u1");
    private static final ModuleKey FINANCE = new ModuleKey("finance");
    private static final ModuleKey AI = new ModuleKey("ai");
    private static final PermissionKey READ = new PermissionKey("finance.expenses.read");
    private static final PermissionKey WRITE = new PermissionKey("finance.expenses.write");
    private static final Requirement NEEDS_READ = new Requirement.NeedsPermission(READ);
    private static final Requirement NEEDS_WRITE = new Requirement.NeedsPermission(WRITE);

    @Test
    void refusesAnAmbiguousTargetBeforeAnythingElse() {
        Route open = route("open", "GET /**").access(AccessLevel.PUBLIC).build();
        assertThat(decide(open, "GET", "/a/../b", stranger())).isEqualTo(
                new Decision.Deny(null, new DenyReason.RequestAmbiguous(PathFault.DOT_SEGMENT, 5)));
    }

    @Test
    void seeksTheRouteBeforeTheToken() {
        Route post = route("post", "POST /a").build();
        assertThat(decide(post, "GET", "/b", stranger()))
                .isEqualTo(new Decision.Deny(null, new DenyReason.NoRoute()));
        assertThat(decide(post, "GET", "/a", stranger()))
                .isEqualTo(new Decision.Deny(null, new DenyReason.MethodNotAllowed(Set.of(Method.POST))));
    }

    static Stream<DenyReason.OfToken> tokenProblems() {
        return Stream.of(new DenyReason.TokenMissing(), new DenyReason.TokenInvalid(), new DenyReason.TokenExpired(),
                new DenyReason.SessionRevoked(), new DenyReason.KeysUnavailable(),
                new DenyReason.AccessUnavailable(Source.AUTH));
    }

    @ParameterizedTest
    @MethodSource("tokenProblems")
    void asksForATokenWhereARouteIsNotPublic(DenyReason.OfToken problem) {
        Caller caller = new Caller.Unproven(problem);
        assertThat(decide(plain(AccessLevel.PUBLIC), "GET", "/a", caller)).isEqualTo(allowed());
        assertThat(decide(plain(AccessLevel.AUTHENTICATED), "GET", "/a", caller)).isEqualTo(denied(problem));
        assertThat(decide(plain(AccessLevel.MEMBER), "GET", "/a", caller)).isEqualTo(denied(problem));
        assertThat(decide(requiring(NEEDS_READ), "GET", "/a", caller)).isEqualTo(denied(problem));
    }

    static Stream<DenyReason.OfCompany> companyProblems() {
        return Stream.of(new DenyReason.CompanyRequired(), new DenyReason.NotAMember(),
                new DenyReason.AccessUnavailable(Source.AUTH));
    }

    @ParameterizedTest
    @MethodSource("companyProblems")
    void asksForMembershipWhereARouteIsForMembers(DenyReason.OfCompany problem) {
        Caller caller = new Caller.Authenticated(USER, problem);
        assertThat(decide(plain(AccessLevel.PUBLIC), "GET", "/a", caller)).isEqualTo(allowed());
        assertThat(decide(plain(AccessLevel.AUTHENTICATED), "GET", "/a", caller)).isEqualTo(allowed());
        assertThat(decide(plain(AccessLevel.MEMBER), "GET", "/a", caller)).isEqualTo(denied(problem));
        assertThat(decide(requiring(NEEDS_READ), "GET", "/a", caller)).isEqualTo(denied(problem));
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void asksForAccessOnlyWhereSomethingIsRequired(Source unknown) {
        Caller caller = new Caller.Member(USER, new CompanyId("acme"), new MembershipId("m1"), unknown);
        assertThat(decide(plain(AccessLevel.PUBLIC), "GET", "/a", caller)).isEqualTo(allowed());
        assertThat(decide(plain(AccessLevel.AUTHENTICATED), "GET", "/a", caller)).isEqualTo(allowed());
        assertThat(decide(plain(AccessLevel.MEMBER), "GET", "/a", caller)).isEqualTo(allowed());
        assertThat(decide(requiring(NEEDS_READ), "GET", "/a", caller))
                .isEqualTo(denied(new DenyReason.AccessUnavailable(unknown)));
    }

    @Test
    void namesTheSubscriptionBeforeTheModule() {
        FactBuilder cancelled = company().base(SubscriptionStatus.CANCELLED, "promoter");
        assertDenied(NEEDS_READ, cancelled, new DenyReason.SubscriptionInactive(ModuleState.CANCELLED));
        assertDenied(NEEDS_READ, company(), new DenyReason.SubscriptionInactive(ModuleState.NONE));
    }

    @Test
    void namesTheModuleThatWasNotBoughtBeforeTheGrant() {
        assertDenied(NEEDS_READ, promoter(), new DenyReason.ModuleNotEntitled(FINANCE, ModuleState.NONE));
        assertDenied(module("finance"), promoter().addon(SubscriptionStatus.SUSPENDED, "finance"),
                new DenyReason.ModuleNotEntitled(FINANCE, ModuleState.SUSPENDED));
    }

    @Test
    void namesTheModuleThatWasNotGrantedBeforeThePermission() {
        FactBuilder facts = promoter().addon(SubscriptionStatus.ACTIVE, "finance").grant("finance.*");
        assertDenied(NEEDS_READ, facts, new DenyReason.ModuleNotGranted(FINANCE));
        assertDenied(module("finance"), facts, new DenyReason.ModuleNotGranted(FINANCE));
    }

    @Test
    void namesThePermissionLast() {
        assertDenied(NEEDS_READ, clerk().grant("finance.expenses.read.*", "finance.expenses.write"),
                new DenyReason.PermissionMissing(READ));
        assertThat(decide(requiring(NEEDS_READ), clerk().grant("finance.expenses.read"))).isEqualTo(allowed());
        assertThat(decide(requiring(NEEDS_READ), clerk().grant("finance.*"))).isEqualTo(allowed());
        assertThat(decide(requiring(module("finance")), clerk())).isEqualTo(allowed());
    }

    @Test
    void tellsTheEarliestOfAllOf() {
        Requirement permissionThenModule = allOf(NEEDS_READ, module("ai"));
        assertDenied(permissionThenModule, clerk(), new DenyReason.ModuleNotEntitled(AI, ModuleState.NONE));
        assertDenied(permissionThenModule, clerk().addon(SubscriptionStatus.ACTIVE, "ai"),
                new DenyReason.ModuleNotGranted(AI));
        assertDenied(permissionThenModule, clerk().addon(SubscriptionStatus.ACTIVE, "ai").grantModules("ai"),
                new DenyReason.PermissionMissing(READ));
    }

    @Test
    void tellsTheLatestOfAnyOf() {
        Requirement moduleOrPermission = anyOf(module("ai"), NEEDS_READ);
        assertDenied(moduleOrPermission, clerk(), new DenyReason.PermissionMissing(READ));
        assertDenied(moduleOrPermission, promoter().addon(SubscriptionStatus.ACTIVE, "ai"),
                new DenyReason.ModuleNotGranted(AI));
        assertDenied(moduleOrPermission, promoter(), new DenyReason.ModuleNotEntitled(AI, ModuleState.NONE));
        assertThat(decide(requiring(moduleOrPermission),
                promoter().addon(SubscriptionStatus.ACTIVE, "ai").grantModules("ai"))).isEqualTo(allowed());
    }

    @Test
    void tellsTheFirstAsWrittenOfEquals() {
        assertDenied(allOf(NEEDS_READ, NEEDS_WRITE), clerk(), new DenyReason.PermissionMissing(READ));
        assertDenied(allOf(NEEDS_WRITE, NEEDS_READ), clerk(), new DenyReason.PermissionMissing(WRITE));
        assertDenied(anyOf(NEEDS_READ, NEEDS_WRITE), clerk(), new DenyReason.PermissionMissing(READ));
        assertDenied(anyOf(NEEDS_WRITE, NEEDS_READ), clerk(), new DenyReason.PermissionMissing(WRITE));
    }

    @Test
    void ranksNestedRequirementsByTheReasonTheyTell() {
        Requirement nested = allOf(NEEDS_WRITE, anyOf(module("ai"), NEEDS_READ));
        assertDenied(nested, clerk(), new DenyReason.PermissionMissing(WRITE));
        assertDenied(nested, clerk().grant("finance.expenses.write"), new DenyReason.PermissionMissing(READ));
        Requirement inAny = anyOf(allOf(NEEDS_READ, module("ai")), module("venue"));
        assertDenied(inAny, clerk(), new DenyReason.ModuleNotEntitled(AI, ModuleState.NONE));
    }

    @ParameterizedTest
    @EnumSource(value = Method.class, names = "OTHER", mode = EnumSource.Mode.EXCLUDE)
    void countsABaseInGraceAsTheRouteSays(Method method) {
        FactBuilder facts = company().base(SubscriptionStatus.GRACE, "promoter", "finance").grantModules("finance");
        assertGrace(facts, method, new DenyReason.SubscriptionInactive(ModuleState.GRACE));
    }

    @ParameterizedTest
    @EnumSource(value = Method.class, names = "OTHER", mode = EnumSource.Mode.EXCLUDE)
    void countsAModuleInGraceAsTheRouteSays(Method method) {
        FactBuilder facts = promoter().addon(SubscriptionStatus.GRACE, "finance").grantModules("finance");
        assertGrace(facts, method, new DenyReason.ModuleNotEntitled(FINANCE, ModuleState.GRACE));
    }

    private static void assertGrace(FactBuilder facts, Method method, DenyReason cause) {
        boolean write = method != Method.GET && method != Method.HEAD && method != Method.OPTIONS;
        assertThat(decideIn(GracePolicy.ALLOW, method, facts)).isEqualTo(allowed());
        assertThat(decideIn(GracePolicy.DENY, method, facts)).isEqualTo(denied(cause));
        assertThat(decideIn(GracePolicy.READ, method, facts))
                .isEqualTo(write ? denied(new DenyReason.GraceReadOnly(cause)) : allowed());
    }

    @Test
    void saysReadOnlyOnlyWhereGraceIsTheCause() {
        FactBuilder suspended = promoter().addon(SubscriptionStatus.SUSPENDED, "finance").grantModules("finance");
        assertThat(decideIn(GracePolicy.READ, Method.POST, suspended))
                .isEqualTo(denied(new DenyReason.ModuleNotEntitled(FINANCE, ModuleState.SUSPENDED)));
        FactBuilder notGranted = promoter().addon(SubscriptionStatus.GRACE, "finance");
        assertThat(decideIn(GracePolicy.READ, Method.GET, notGranted))
                .isEqualTo(denied(new DenyReason.ModuleNotGranted(FINANCE)));
    }

    @Test
    void ranksReadOnlyAsItsCause() {
        FactBuilder facts = promoter().addon(SubscriptionStatus.GRACE, "finance")
                .addon(SubscriptionStatus.ACTIVE, "ai").grantModules("finance");
        DenyReason readOnly = new DenyReason.GraceReadOnly(
                new DenyReason.ModuleNotEntitled(FINANCE, ModuleState.GRACE));
        Route all = route("r", "POST /a").grace(GracePolicy.READ).require(allOf(module("ai"), module("finance")))
                .build();
        Route any = route("r", "POST /a").grace(GracePolicy.READ).require(anyOf(module("finance"), module("ai")))
                .build();
        assertThat(decide(all, "POST", "/a", member(facts))).isEqualTo(denied(readOnly));
        assertThat(decide(any, "POST", "/a", member(facts))).isEqualTo(denied(new DenyReason.ModuleNotGranted(AI)));
    }

    @Test
    void decidesInShadowAsItWouldInEarnest() {
        Route enforced = requiring(NEEDS_READ);
        Route shadowed = route("r", "GET /a").require(NEEDS_READ).mode(Mode.SHADOW).build();
        for (Caller caller : List.of(stranger(), member(promoter()), member(clerk().grant("finance.*")))) {
            assertThat(decide(shadowed, "GET", "/a", caller)).isEqualTo(decide(enforced, "GET", "/a", caller));
        }
    }

    @Test
    void tracesEachStepToADecision() {
        Requirement nested = allOf(module("finance"), anyOf(NEEDS_WRITE, NEEDS_READ));
        PolicyEngine engine = engine(requiring(nested));
        Caller caller = member(clerk().grant("finance.expenses.read"));
        List<Step> steps = engine.explain(Method.GET, bytes("/a"), caller).steps();
        assertThat(steps).extracting(step -> (Object) step.getClass()).containsExactly(Step.DoorChecked.class,
                Step.RouteSought.class, Step.TokenChecked.class, Step.CompanyChecked.class,
                Step.RequirementChecked.class, Step.RequirementChecked.class, Step.RequirementChecked.class,
                Step.RequirementChecked.class, Step.RequirementChecked.class);
        List<Step.RequirementChecked> checks = steps.stream().filter(Step.RequirementChecked.class::isInstance)
                .map(Step.RequirementChecked.class::cast).toList();
        assertThat(checks).extracting(Step.RequirementChecked::requirement).containsExactly(nested, module("finance"),
                anyOf(NEEDS_WRITE, NEEDS_READ), NEEDS_WRITE, NEEDS_READ);
        assertThat(checks).extracting(Step.RequirementChecked::depth).containsExactly(0, 1, 1, 2, 2);
        assertThat(checks.get(3).missing()).isEqualTo(new DenyReason.PermissionMissing(WRITE));
        assertThat(checks.get(2).missing()).isNull();
    }

    @Test
    void stopsTracingWhereItStopsAsking() {
        PolicyEngine engine = engine(requiring(NEEDS_READ));
        assertThat(engine.explain(Method.GET, bytes("/a/../b"), stranger()).steps()).hasSize(1);
        assertThat(engine.explain(Method.GET, bytes("/b"), stranger()).steps()).hasSize(2);
        assertThat(engine.explain(Method.GET, bytes("/a"), stranger()).steps()).hasSize(3);
        Caller unknown = new Caller.Member(USER, new CompanyId("acme"), new MembershipId("m1"), Source.CORE);
        assertThat(engine.explain(Method.GET, bytes("/a"), unknown).steps()).last()
                .isInstanceOf(Step.AccessMissing.class);
    }

    @Test
    void compilesAccessOfAnotherRevisionAnew() {
        Vocabulary older = new Vocabulary(FactBuilder.catalog(), List.of(AI), List.of());
        Caller caller = new Caller.MemberWithAccess(USER, clerk().grant("finance.*").access(older));
        assertThat(decide(requiring(NEEDS_READ), "GET", "/a", caller)).isEqualTo(allowed());
    }

    @Test
    void namesEveryReasonOnce() {
        List<DenyReason> reasons = List.of(new DenyReason.RequestAmbiguous(PathFault.CONTROL, 0),
                new DenyReason.NoRoute(), new DenyReason.MethodNotAllowed(Set.of()), new DenyReason.TokenMissing(),
                new DenyReason.TokenInvalid(), new DenyReason.TokenExpired(), new DenyReason.SessionRevoked(),
                new DenyReason.KeysUnavailable(), new DenyReason.CompanyRequired(), new DenyReason.NotAMember(),
                new DenyReason.SubscriptionInactive(ModuleState.NONE),
                new DenyReason.ModuleNotEntitled(AI, ModuleState.NONE), new DenyReason.ModuleNotGranted(AI),
                new DenyReason.PermissionMissing(READ), new DenyReason.GraceReadOnly(new DenyReason.NoRoute()),
                new DenyReason.AccessUnavailable(Source.CORE), new DenyReason.Overloaded(),
                new DenyReason.TooManyLookups());
        assertThat(reasons).extracting(DenyReason::code).containsExactly(DenyCode.values());
    }

    private static FactBuilder promoter() {
        return company().base(SubscriptionStatus.ACTIVE, "promoter").grantModules("promoter");
    }

    /** Has the finance module, bought and granted, and no permission yet. */
    private static FactBuilder clerk() {
        return promoter().addon(SubscriptionStatus.ACTIVE, "finance").grantModules("finance");
    }

    private static Caller stranger() {
        return new Caller.Unproven(new DenyReason.TokenMissing());
    }

    private static Caller member(FactBuilder facts) {
        Vocabulary none = new Vocabulary(FactBuilder.catalog(), List.of(), List.of());
        return new Caller.MemberWithAccess(USER, facts.access(none));
    }

    private static Route plain(AccessLevel level) {
        return route("r", "GET /a").access(level).build();
    }

    private static Route requiring(Requirement requirement) {
        return route("r", "GET /a").require(requirement).build();
    }

    private static PolicyEngine engine(Route route) {
        return new PolicyEngine(RouteBuilder.table(FactBuilder.catalog(), List.of(route)));
    }

    private static Decision decideIn(GracePolicy grace, Method method, FactBuilder facts) {
        Route route = route("r", "ANY /a").grace(grace).require(module("finance")).build();
        return decide(route, method.name(), "/a", member(facts));
    }

    private static Decision decide(Route route, FactBuilder facts) {
        return decide(route, "GET", "/a", member(facts));
    }

    /** Asks with a trace and without: the decision must be one. */
    private static Decision decide(Route route, String method, String target, Caller caller) {
        PolicyEngine engine = engine(route);
        Decision traced = engine.explain(Method.of(method), bytes(target), caller).decision();
        if (PathGrammar.read(target) instanceof CanonicalPath path) {
            AccessQuestion question = new AccessQuestion(Method.of(method),
                    engine.table().find(Method.of(method), path), caller);
            assertThat(engine.decide(question)).as("without a trace").isEqualTo(traced);
        }
        return traced;
    }

    private static void assertDenied(Requirement requirement, FactBuilder facts, DenyReason reason) {
        assertThat(decide(requiring(requirement), facts)).isEqualTo(denied(reason));
    }

    private static Decision allowed() {
        return new Decision.Allow(new RouteId("r"));
    }

    private static Decision denied(DenyReason reason) {
        return new Decision.Deny(new RouteId("r"), reason);
    }

    private static byte[] bytes(String target) {
        return target.getBytes(StandardCharsets.UTF_8);
    }
}
