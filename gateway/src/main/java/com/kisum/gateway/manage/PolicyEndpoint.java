package com.kisum.gateway.manage;

import com.kisum.gateway.route.CurrentPolicy;
import com.kisum.gateway.route.Policies;
import com.kisum.gateway.route.Reload;
import com.kisum.gateway.route.RouteHits;
import com.kisum.policy.route.Match;
import com.kisum.policy.route.Route;
import com.kisum.policy.words.SettingWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Which policy is in force here, how is each route used, and why is a request decided as it is? */
@Endpoint(id = "policy")
public final class PolicyEndpoint {
    private final Policies policies;
    private final Explainer explainer;

    public PolicyEndpoint(Policies policies, Explainer explainer) {
        this.policies = policies;
        this.explainer = explainer;
    }

    /** A policy and its routes, and what came of the last edit. */
    public record Shown(String revision, Instant loadedAt, @Nullable ShownReload lastReload, List<ShownRoute> routes) {}

    /**
     * An edit of routes.yml.
     *
     * @param problems why it is not in force
     */
    public record ShownReload(Instant at, String outcome, @Nullable String revision, List<String> problems) {}

    /** One route: what it takes, who passes, how it was used. */
    public record ShownRoute(String id, List<String> matches, String backend, String mode, String whoPasses, long hits,
            long denied, @Nullable Instant lastHit) {}

    @ReadOperation
    public Shown policy() {
        CurrentPolicy policy = policies.get();
        List<ShownRoute> routes = new ArrayList<>();
        List<Route> all = policy.table().routes();
        for (int i = 0; i < all.size(); i++) {
            routes.add(shown(all.get(i), i, policy.hits()));
        }
        return new Shown(policy.revision(), policy.loadedAt(),
                policies.lastReload().map(PolicyEndpoint::shown).orElse(null), routes);
    }

    private static ShownReload shown(Reload reload) {
        return switch (reload) {
            case Reload.Succeeded(Instant at, String revision) -> new ShownReload(at, "success", revision, List.of());
            case Reload.Failed(Instant at, List<String> problems) -> new ShownReload(at, "failure", null, problems);
        };
    }

    /** {@code GET /policy/explain?user=&company=&method=&path=}. */
    @ReadOperation
    public reactor.core.publisher.Mono<Explanation> explain(@Selector String what, @Nullable String user,
            @Nullable String company, @Nullable String method, @Nullable String path) {
        return what.equals("explain")
                ? explainer.explain(user, company, method, path)
                : reactor.core.publisher.Mono.empty();
    }

    private static ShownRoute shown(Route route, int number, RouteHits hits) {
        long last = hits.last(number);
        return new ShownRoute(route.id().toString(), route.matches().stream().map(Match::toString).toList(),
                route.backend().name(), route.options().mode().name().toLowerCase(Locale.ROOT),
                SettingWords.whoPasses(route), hits.asked(number), hits.denied(number),
                last == 0 ? null : Instant.ofEpochMilli(last));
    }
}
