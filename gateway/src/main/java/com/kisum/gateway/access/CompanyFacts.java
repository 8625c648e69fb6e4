package com.kisum.gateway.access;

import com.kisum.core.EntitlementAnswer;
import com.kisum.core.EntitlementSource;
import com.kisum.gateway.fact.FactSource;
import com.kisum.gateway.fact.Loaded;
import com.kisum.gateway.fact.Pointer;
import com.kisum.gateway.fact.Watch;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Entitlements;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** What has a company bought? Asked of Core, once for all its members. */
public final class CompanyFacts implements FactSource<CompanyId, Entitlements> {
    private final EntitlementSource core;
    private final LongSupplier clock;

    public CompanyFacts(EntitlementSource core, LongSupplier clock) {
        this.core = core;
        this.clock = clock;
    }

    @Override
    public Object watched(CompanyId key) {
        return new Pointer.Company(key);
    }

    @Override
    public Pointer pointer(CompanyId key, Entitlements value) {
        return new Pointer.Company(key);
    }

    @Override
    public Mono<Loaded<Entitlements>> load(CompanyId key, Watch watch) {
        long begun = clock.getAsLong();
        return core.entitlementsOf(key).map(answer -> switch (answer) {
            case EntitlementAnswer.Known(Entitlements bought) -> new Loaded.Said<>(bought, bought.version(), begun);
            case EntitlementAnswer.Outage(String cause) -> new Loaded.Outage<>(cause);
        });
    }
}
