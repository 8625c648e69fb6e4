package com.kisum.policy.reference;

import com.kisum.policy.DenyReason;
import com.kisum.policy.Source;
import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.Subscription;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Route;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one decision depends on, as plain data.
 *
 * @param salt chooses what a law changes in this world, so that a shrunken world breaks in the same way
 */
record World(List<CatalogModule> catalog, List<Route> routes, Facts facts, Question question, long salt) {
    /** What Core and Auth would say, the rows as they store them. */
    record Facts(@Nullable Subscription base, List<Subscription> addons, List<String> moduleRows,
            List<String> permissionRows, Instant now) {
        Facts {
            addons = List.copyOf(addons);
            moduleRows = List.copyOf(moduleRows);
            permissionRows = List.copyOf(permissionRows);
        }

        Facts withBase(@Nullable Subscription other) {
            return new Facts(other, addons, moduleRows, permissionRows, now);
        }

        Facts withAddons(List<Subscription> others) {
            return new Facts(base, others, moduleRows, permissionRows, now);
        }

        Facts withModuleRows(List<String> others) {
            return new Facts(base, addons, others, permissionRows, now);
        }

        Facts withPermissionRows(List<String> others) {
            return new Facts(base, addons, moduleRows, others, now);
        }
    }

    /**
     * What is asked, and how far the caller came to be known: the first problem that is not null ended it.
     *
     * @param unknown where the facts of access could not be had
     */
    record Question(Method method, String target, DenyReason.@Nullable OfToken tokenProblem,
            DenyReason.@Nullable OfCompany companyProblem, @Nullable Source unknown) {
        Question withTarget(String other) {
            return new Question(method, other, tokenProblem, companyProblem, unknown);
        }
    }

    World {
        catalog = List.copyOf(catalog);
        routes = List.copyOf(routes);
    }

    World withRoutes(List<Route> others) {
        return new World(catalog, others, facts, question, salt);
    }

    World withCatalog(List<CatalogModule> other) {
        return new World(other, routes, facts, question, salt);
    }

    World withFacts(Facts others) {
        return new World(catalog, routes, others, question, salt);
    }

    World withTarget(String target) {
        return new World(catalog, routes, facts, question.withTarget(target), salt);
    }
}
