package com.kisum.bench;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.Context;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.kisum.bench.Platform.Endpoint;
import java.util.HashSet;
import java.util.Set;

/**
 * How does Cedar decide it? A permission is a role, a route is a resource. Cedar has no paths, so it is told which route
 * the request is on: matching, which the others do, is left out in its favour.
 */
final class CedarPeer {
    private static final EntityTypeName USER = type("User");
    private static final EntityTypeName ROLE = type("Role");
    private static final EntityTypeName ACTION = type("Action");
    private static final EntityTypeName ROUTE = type("Route");

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private final PolicySet policies;
    private final Set<Entity> entities;

    /** @param parsedOnce whether Cedar keeps the parsed policies, or is handed their text with every question */
    CedarPeer(Platform platform, String member, boolean parsedOnce) throws CacheException {
        Set<Policy> all = new HashSet<>();
        for (Endpoint endpoint : platform.endpoints()) {
            String id = endpoint.route().id().value();
            String text = "permit(principal in Role::\"%s\", action == Action::\"%s\", resource == Route::\"%s\");"
                    .formatted(endpoint.shape().permission(endpoint.resource()), endpoint.shape().method(), id);
            all.add(new Policy(text, id));
        }
        policies = new PolicySet(all);
        if (parsedOnce) {
            policies.cache();
        }
        Set<EntityUID> roles = new HashSet<>();
        for (Resource resource : platform.resources()) {
            roles.add(new EntityUID(ROLE, resource.read().value()));
            roles.add(new EntityUID(ROLE, resource.write().value()));
        }
        entities = Set.of(new Entity(new EntityUID(USER, member), roles));
    }

    /** What a request looks like to Cedar, made beforehand. */
    static AuthorizationRequest question(String user, Request request) {
        return new AuthorizationRequest(new EntityUID(USER, user), new EntityUID(ACTION, request.method().name()),
                new EntityUID(ROUTE, request.endpoint().route().id().value()), new Context());
    }

    boolean allows(AuthorizationRequest question) throws AuthException {
        AuthorizationResponse response = engine.isAuthorized(question, policies, entities);
        return response.success.orElseThrow(() -> new IllegalStateException(response.toString())).isAllowed();
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }
}
