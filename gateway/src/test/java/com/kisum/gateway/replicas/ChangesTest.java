package com.kisum.gateway.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.access.SubscriptionStatus;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does a change reach every replica, whoever it was told to, and even if it was told to nobody? */
@ExtendWith(OneRedis.Shared.class)
class ChangesTest {
    private final OneRedis world;
    private final TwoReplicas replicas;

    ChangesTest(OneRedis world) {
        this.world = world;
        this.replicas = world.replicas;
    }

    @BeforeEach
    void allIsWell() {
        world.isWell();
    }

    @ParameterizedTest
    @CsvSource({"GRANT, true", "GRANT, false", "COMPANY, true", "COMPANY, false", "SESSION, true", "SESSION, false",
            "TOKEN_VERSION, true", "TOKEN_VERSION, false"})
    void whatIsAnnouncedThroughEitherIsEnforcedByBoth(Changed changed, boolean throughOne) {
        Person person = replicas.known();
        try (Traffic atOne = Traffic.of(replicas.one, person); Traffic atOther = Traffic.of(replicas.other, person)) {
            atOne.allWere("200");
            atOther.allWere("200");
            changed.happen(replicas.truth, person);
            Replica through = throughOne ? replicas.one : replicas.other;
            Told accepted = through.announce(changed.said(person));
            assertThat(accepted.status()).isEqualTo(204);
            for (Traffic traffic : new Traffic[]{atOne, atOther}) {
                traffic.awaitEnforced(changed.answer);
                traffic.noneAllowedAfter(accepted.ended() + TwoReplicas.MAX_STALENESS.toNanos());
            }
        }
    }

    @Test
    void whatNobodyAnnouncesIsEnforcedAfterReloadAfter() {
        try (Askers askers = new Askers(replicas, EnumSet.allOf(Changed.class)).askBoth()) {
            askers.eachPerson((changed, person) -> changed.happen(replicas.truth, person));
            long happened = System.nanoTime();
            askers.each((changed, traffic) -> {
                traffic.awaitEnforced(changed.answer);
                traffic.noneAllowedAfter(happened + TwoReplicas.RELOAD_AFTER.toNanos());
            });
        }
    }

    @Test
    void aGrantThatIsGivenBackIsThereAgain() {
        Person person = replicas.known();
        Changed.GRANT.happen(replicas.truth, person);
        assertThat(replicas.one.announce(Changed.GRANT.said(person)).status()).isEqualTo(204);
        replicas.both().forEach(replica -> replicas.becomes(replica, person, Changed.GRANT.answer));
        replicas.truth.granted(person, 3, true);
        assertThat(replicas.other.announce(Changed.GRANT.said(person).replace(":2}", ":3}")).status()).isEqualTo(204);
        replicas.both().forEach(replica -> replicas.becomes(replica, person, "200"));
    }

    @Test
    void whoWasNoMemberIsOneAsSoonAsItIsAnnounced() {
        Person person = replicas.truth.stranger();
        replicas.truth.bought(person, 1, SubscriptionStatus.ACTIVE);
        replicas.both().forEach(replica -> replicas.becomes(replica, person, "403 NOT_A_MEMBER"));
        replicas.truth.granted(person, 2, true);
        assertThat(replicas.one.announce(Changed.GRANT.said(person)).status()).isEqualTo(204);
        replicas.both().forEach(replica -> replicas.becomes(replica, person, "200"));
    }

    /** Announced, but not to be seen at the source: nobody is allowed by what is known to be old; then the source is believed. */
    @Test
    void aSourceBehindItsPointerIsAnOutageUntilItIsFollowed() {
        try (Askers askers = new Askers(replicas, EnumSet.complementOf(EnumSet.of(Changed.SESSION))).askBoth()) {
            long announcing = System.nanoTime();
            askers.eachPerson((changed, person) -> assertThat(replicas.one.announce(changed.said(person)).status())
                    .isEqualTo(204));
            askers.each((changed, traffic) -> {
                Told first = traffic.awaitFirst("503 ACCESS_UNAVAILABLE");
                assertThat(first.retryAfter()).isNotNull();
                assertThat(traffic.answers()).as(changed.name())
                        .filteredOn(told -> told.begun() - first.ended() > 0
                                && told.ended() - announcing < TwoReplicas.RELOAD_AFTER.toNanos())
                        .noneMatch(Told::isAllowed);
            });
            replicas.both().forEach(
                    replica -> askers.eachPerson((_, person) -> replicas.becomes(replica, person, "200")));
        }
    }

    @Test
    void aSessionThatWasRevokedStaysRevokedWhateverItsSourceSays() {
        Person person = replicas.known();
        assertThat(replicas.other.announce(Changed.SESSION.said(person)).status()).isEqualTo(204);
        try (Traffic atOne = Traffic.of(replicas.one, person); Traffic atOther = Traffic.of(replicas.other, person)) {
            atOne.awaitEnforced(Changed.SESSION.answer);
            atOther.awaitEnforced(Changed.SESSION.answer);
            long later = System.nanoTime() + TwoReplicas.RELOAD_AFTER.multipliedBy(2).toNanos();
            atOne.awaitBegunAfter(later);
            atOther.awaitBegunAfter(later);
            atOne.awaitEnforced(Changed.SESSION.answer);
            atOther.awaitEnforced(Changed.SESSION.answer);
        }
    }
}
