package com.kisum.gateway.route;

import com.kisum.policy.PolicyEngine;
import com.kisum.policy.file.Environment;
import com.kisum.policy.file.PolicyFile;
import com.kisum.policy.route.RouteTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * Which policy is in force? A table, its engine, and when it was loaded, always seen together.
 *
 * @param hits by the route's number
 */
public record CurrentPolicy(RouteTable table, PolicyEngine engine, RouteHits hits, Instant loadedAt) {
    public static CurrentPolicy load(Path file, Environment environment, Instant now) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new PolicyNotLoaded(file + " cannot be read (" + e.getClass().getSimpleName()
                    + "). Say which routes.yml to use: gateway.routes=FILE, or GATEWAY_ROUTES=FILE.");
        }
        return switch (PolicyFile.compile(file.toString(), content, environment)) {
            case PolicyFile.Compiled compiled -> of(compiled.table(), now);
            case PolicyFile.Rejected rejected -> throw new PolicyNotLoaded(
                    rejected.diagnostics().stream().map(Object::toString).collect(Collectors.joining("\n")));
        };
    }

    private static CurrentPolicy of(RouteTable table, Instant now) {
        return new CurrentPolicy(table, new PolicyEngine(table), new RouteHits(table.routes().size()), now);
    }
}
