package com.kisum.core;

import com.kisum.policy.access.Entitlements;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Does the real adapter keep the port's promises? Asked over real HTTP. */
final class HttpEntitlementContractTest extends EntitlementContract {
    private final StandInCore core = StandInCore.plain();
    private final OpenedAdapter adapter = OpenedAdapter.to(core.port(), Duration.ofSeconds(5), 32);

    @Override
    EntitlementSource source() {
        return adapter.source();
    }

    @Override
    void coreKnows(Entitlements entitlements) {
        core.knows(entitlements);
    }

    @Override
    void coreGoesDown() {
        core.stop();
    }

    @Override
    void coreComesBack() {
        core.startAgain();
    }

    @AfterEach
    void close() {
        adapter.close();
        core.close();
    }
}
