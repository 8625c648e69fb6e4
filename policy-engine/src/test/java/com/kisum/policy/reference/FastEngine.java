package com.kisum.policy.reference;

import com.kisum.policy.AccessQuestion;
import com.kisum.policy.Caller;
import com.kisum.policy.Decision;
import com.kisum.policy.PolicyEngine;
import com.kisum.policy.Trace;
import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.EffectiveAccess;
import com.kisum.policy.access.Entitlements;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.UserId;
import com.kisum.policy.access.Vocabulary;
import com.kisum.policy.path.CanonicalPath;
import com.kisum.policy.path.PathGrammar;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine as it ships, asked about a world. Compiled once for all worlds of one table. */
final class FastEngine {
    static final CompanyId ACME = new CompanyId("acme");
    private static final UserId USER = new UserId("u1");

    private final PolicyEngine engine;
    /** Access that comes from another revision: the engine has to compile it anew. */
    private final Vocabulary older;

    FastEngine(List<CatalogModule> catalog, List<Route> routes) {
        ModuleCatalog modules = new ModuleCatalog(catalog);
        engine = new PolicyEngine(RouteBuilder.table(modules, routes));
        older = new Vocabulary(ModuleCatalog.EMPTY, List.of(), List.of());
    }

    static FastEngine of(World world) {
        return new FastEngine(world.catalog(), world.routes());
    }

    Decision decide(World world) {
        return decide(world, ACME, null);
    }

    Decision decide(World world, CompanyId company, @Nullable Trace trace) {
        CanonicalPath path = (CanonicalPath) PathGrammar.read(world.question().target());
        return engine.decide(new AccessQuestion(world.question().method(),
                engine.table().find(world.question().method(), path), caller(world, company)), trace);
    }

    private Caller caller(World world, CompanyId company) {
        World.Question question = world.question();
        if (question.tokenProblem() != null) {
            return new Caller.Unproven(question.tokenProblem());
        }
        if (question.companyProblem() != null) {
            return new Caller.Authenticated(USER, question.companyProblem());
        }
        MembershipId membership = new MembershipId("m-" + company);
        if (question.unknown() != null) {
            return new Caller.Member(USER, company, membership, question.unknown());
        }
        World.Facts facts = world.facts();
        Grants grants = Grants.of(company, membership, 4, facts.moduleRows(), facts.permissionRows());
        Entitlements entitlements = new Entitlements(company, 17, facts.base(), facts.addons());
        Vocabulary vocabulary = world.salt() % 8 == 0 ? older : engine.table().vocabulary();
        return new Caller.MemberWithAccess(USER,
                EffectiveAccess.of(entitlements, grants, vocabulary, facts.now()));
    }
}
