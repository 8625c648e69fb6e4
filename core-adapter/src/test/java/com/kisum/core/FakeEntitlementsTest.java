package com.kisum.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.access.Entitlements;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FakeEntitlementsTest extends EntitlementContract {
    private final FakeEntitlements fake = new FakeEntitlements();

    @Override
    EntitlementSource source() {
        return fake;
    }

    @Override
    void coreKnows(Entitlements entitlements) {
        fake.knows(entitlements);
    }

    @Override
    void coreGoesDown() {
        fake.goesDown("pulled the plug");
    }

    @Override
    void coreComesBack() {
        fake.comesBack();
    }

    @Test
    void aHeldAnswerIsWhatWasKnownWhenItWasAsked() {
        fake.knows(of(ACME, 1, "promoter")).hold();
        CompletableFuture<@Nullable EntitlementAnswer> early = fake.entitlementsOf(ACME).toFuture();
        fake.knows(of(ACME, 2, "promoter"));
        assertThat(early).isNotDone();
        fake.release();
        assertThat(early).isCompletedWithValue(new EntitlementAnswer.Known(of(ACME, 1, "promoter")));
        assertThat(fake.asked()).isEqualTo(1);
    }
}
