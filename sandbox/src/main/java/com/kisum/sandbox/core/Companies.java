package com.kisum.sandbox.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which companies live in the sandbox, and what have they bought? */
public final class Companies {
    private static final List<Company> ALL = List.of(
            new Company("acme", new Bought("basic_promoter", "active", Optional.empty()), List.of(
                    new Bought("finance", "active", Optional.empty()),
                    new Bought("ai", "trial", Optional.of(Duration.ofDays(7))))),
            new Company("lumen", new Bought("basic_venue", "active", Optional.empty()), List.of()),
            new Company("dormant", new Bought("basic_promoter", "cancelled", Optional.empty()),
                    List.of(new Bought("finance", "active", Optional.empty()))),
            new Company("gracia", new Bought("basic_promoter", "grace", Optional.empty()), List.of()));

    private Companies() {}

    public static List<Company> all() {
        return ALL;
    }

    public record Company(String id, Bought base, List<Bought> addons) {}

    /**
     * A package or an addon.
     *
     * @param endsIn counted from the start of the sandbox
     */
    public record Bought(String key, String status, Optional<Duration> endsIn) {}
}
