package com.kisum.gateway.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class TrackedTest {
    private final Tracked tracked = new Tracked();

    @Test
    void confirmsNothingBeforeAPrimaryIsFollowed() {
        tracked.primaries(Set.of("one"), 0);
        tracked.heartbeat("one", 50);
        assertThat(tracked.confirmedAt(10)).isEqualTo(10);
    }

    @Test
    void aHeartbeatConfirmsEverythingThatWasConfirmedSinceItIsFollowed() {
        followed("one");
        tracked.heartbeat("one", 50);
        assertThat(tracked.confirmedAt(20)).isEqualTo(50);
        assertThat(tracked.confirmedAt(60)).as("later than the heartbeat").isEqualTo(60);
        assertThat(tracked.confirmedAt(9)).as("before it was followed").isEqualTo(9);
    }

    @Test
    void whatWasConfirmedAtTheInstantOfArmingMayHaveBeenReadBefore() {
        followed("one");
        tracked.heartbeat("one", 50);
        assertThat(tracked.confirmedAt(10)).isEqualTo(10);
    }

    @Test
    void theOldestHeartbeatOfAllPrimariesCounts() {
        tracked.primaries(Set.of("one", "two"), 0);
        tracked.armed("one", 10);
        tracked.heartbeat("one", 50);
        assertThat(tracked.confirmedAt(20)).as("the other is not followed yet").isEqualTo(20);
        tracked.armed("two", 15);
        tracked.heartbeat("two", 40);
        assertThat(tracked.confirmedAt(20)).isEqualTo(40);
        assertThat(tracked.confirmedAt(12)).as("before the other was followed").isEqualTo(12);
        tracked.heartbeat("two", 60);
        assertThat(tracked.confirmedAt(20)).isEqualTo(50);
    }

    @Test
    void whatWasToldBeforeALossIsStillTrueAndNothingMore() {
        followed("one");
        tracked.heartbeat("one", 50);
        tracked.lost("one");
        tracked.heartbeat("one", 90);
        assertThat(tracked.confirmedAt(20)).isEqualTo(50);
    }

    @Test
    void followedAgainItBeginsAnew() {
        followed("one");
        tracked.heartbeat("one", 50);
        tracked.lost("one");
        tracked.armed("one", 100);
        tracked.heartbeat("one", 120);
        assertThat(tracked.confirmedAt(20)).as("may have moved unheard").isEqualTo(20);
        assertThat(tracked.confirmedAt(110)).isEqualTo(120);
    }

    @Test
    void aHeartbeatFromBeforeItWasFollowedAgainSaysNothing() {
        followed("one");
        tracked.armed("one", 100);
        tracked.heartbeat("one", 90);
        assertThat(tracked.confirmedAt(20)).isEqualTo(20);
    }

    @Test
    void otherPrimariesAreOtherPlaces() {
        followed("one");
        tracked.heartbeat("one", 50);
        tracked.primaries(Set.of("one", "two"), 60);
        tracked.heartbeat("one", 80);
        assertThat(tracked.confirmedAt(70)).as("the new one is not followed").isEqualTo(70);
        tracked.armed("two", 75);
        tracked.heartbeat("one", 90);
        tracked.heartbeat("two", 90);
        assertThat(tracked.confirmedAt(20)).as("its key may have moved on the way").isEqualTo(20);
        assertThat(tracked.confirmedAt(80)).isEqualTo(90);
    }

    @Test
    void thePrimaryThatIsGoneIsNotWaitedFor() {
        tracked.primaries(Set.of("one", "two"), 0);
        tracked.armed("one", 10);
        tracked.armed("two", 10);
        tracked.primaries(Set.of("one"), 20);
        tracked.heartbeat("one", 50);
        assertThat(tracked.confirmedAt(30)).isEqualTo(50);
        assertThat(tracked.confirmedAt(15)).isEqualTo(15);
    }

    @Test
    void namingTheSameAgainChangesNothing() {
        followed("one");
        tracked.heartbeat("one", 50);
        tracked.primaries(Set.of("one"), 60);
        assertThat(tracked.confirmedAt(20)).isEqualTo(50);
    }

    @Test
    void afterAFlushEverythingIsConfirmedAnew() {
        followed("one");
        tracked.heartbeat("one", 50);
        tracked.flushed(60);
        tracked.heartbeat("one", 55);
        assertThat(tracked.confirmedAt(20)).isEqualTo(20);
        tracked.heartbeat("one", 80);
        assertThat(tracked.confirmedAt(20)).isEqualTo(20);
        assertThat(tracked.confirmedAt(70)).isEqualTo(80);
    }

    private void followed(String primary) {
        tracked.primaries(Set.of(primary), 0);
        tracked.armed(primary, 10);
    }
}
