package com.kisum.bench;

import com.kisum.bench.Platform.Endpoint;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/**
 * How does jCasbin decide it? RBAC with paths: a permission is a role, a route is a policy, and the matcher asks what is
 * cheapest first. Casbin's cache of answers is left out: it remembers decisions, it does not make them.
 */
final class CasbinPeer {
    private static final String MODEL = """
            [request_definition]
            r = sub, obj, act

            [policy_definition]
            p = sub, obj, act

            [role_definition]
            g = _, _

            [policy_effect]
            e = some(where (p.eft == allow))

            [matchers]
            m = r.act == p.act && g(r.sub, p.sub) && keyMatch2(r.obj, p.obj)
            """;

    private final Enforcer enforcer;

    CasbinPeer(Platform platform, String member) {
        Model model = new Model();
        model.loadModelFromText(MODEL);
        enforcer = new Enforcer(model);
        enforcer.enableLog(false);
        for (Endpoint endpoint : platform.endpoints()) {
            enforcer.addPolicy(endpoint.shape().permission(endpoint.resource()).value(), pattern(endpoint),
                    endpoint.shape().method().name());
        }
        for (Resource resource : platform.resources()) {
            enforcer.addGroupingPolicy(member, resource.read().value());
            enforcer.addGroupingPolicy(member, resource.write().value());
        }
    }

    boolean allows(String user, Request request) {
        return enforcer.enforce(user, request.target(), request.method().name());
    }

    /** {@code /expenses/{id}/history/**} as keyMatch2 writes it: {@code /expenses/:id/history/*}. */
    private static String pattern(Endpoint endpoint) {
        String template = endpoint.shape().template().replaceAll("\\{(\\w+)}", ":$1").replace("/**", "/*");
        return endpoint.resource().path() + template;
    }
}
