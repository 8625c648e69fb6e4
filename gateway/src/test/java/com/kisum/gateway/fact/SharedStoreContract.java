package com.kisum.gateway.fact;

import static com.kisum.gateway.fact.Examples.company;
import static com.kisum.gateway.fact.Examples.entitlements;
import static com.kisum.gateway.fact.Examples.grants;
import static com.kisum.gateway.fact.Examples.membership;
import static com.kisum.gateway.fact.Examples.session;
import static com.kisum.gateway.fact.Examples.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.fact.ChangeStore.Stored;
import com.kisum.gateway.fact.Heard.Event;
import com.kisum.gateway.fact.SharedFacts.MembershipName;
import com.kisum.gateway.fact.SharedFacts.SharedReading;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What may be relied on, whoever keeps it? Held by the fake and by Redis. */
public abstract class SharedStoreContract {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final long MAX = (1L << 53) - 1;
    private static final CompanyId ACME = new CompanyId("acme");
    private static final UserId ADA = new UserId("ada");
    private static final MembershipId M1 = new MembershipId("m-1");

    protected abstract Pointers pointers();

    protected abstract SharedFacts facts();

    protected abstract ChangeStore changes();

    /** Listening to it since before the test began. */
    protected abstract Heard heard();

    /** Everything is lost. */
    protected abstract void flush();

    /** It ran for a while. */
    protected abstract void pass(Duration time);

    @Test
    void nothingIsKnownOfWhatNobodySaid() {
        assertThat(said(pointers().read(company("acme")))).isEqualTo(new PointerReading.Missing());
        assertThat(said(pointers().read(session("s-1")))).isEqualTo(new PointerReading.Missing());
        assertThat(said(facts().membershipOf(ACME, ADA))).isEqualTo(new MembershipName.Unknown());
        assertThat(said(facts().read(ACME, M1, 1, 1))).isEqualTo(new SharedReading.Missing());
    }

    @Test
    void aPointerMovesForwardAndNeverBack() {
        for (Pointer pointer : new Pointer[]{company("a"), membership("a"), user("a")}) {
            assertThat(said(pointers().moveForward(pointer, 9))).isEqualTo(at(9));
            assertThat(said(pointers().moveForward(pointer, 10))).isEqualTo(at(10));
            assertThat(said(pointers().moveForward(pointer, 9))).isEqualTo(at(10));
            assertThat(said(pointers().moveForward(pointer, 0))).isEqualTo(at(10));
            assertThat(said(pointers().moveForward(pointer, MAX))).isEqualTo(at(MAX));
            assertThat(said(pointers().moveForward(pointer, MAX - 1))).isEqualTo(at(MAX));
            assertThat(said(pointers().read(pointer))).isEqualTo(at(MAX));
        }
    }

    @Test
    void zeroIsAVersion() {
        assertThat(said(pointers().moveForward(company("zero"), 0))).isEqualTo(at(0));
        assertThat(said(pointers().read(company("zero")))).isEqualTo(at(0));
    }

    @Test
    void pointersOfOneIdDoNotRunIntoEachOther() {
        said(pointers().moveForward(company("x"), 1));
        said(pointers().moveForward(membership("x"), 2));
        said(pointers().moveForward(user("x"), 3));
        said(pointers().moveForward(session("x"), Pointer.LIVE));

        assertThat(said(pointers().read(company("x")))).isEqualTo(at(1));
        assertThat(said(pointers().read(membership("x")))).isEqualTo(at(2));
        assertThat(said(pointers().read(user("x")))).isEqualTo(at(3));
        assertThat(said(pointers().read(session("x")))).isEqualTo(at(Pointer.LIVE));
    }

    @Test
    void aRevokedSessionStaysRevoked() {
        assertThat(said(pointers().moveForward(session("s"), Pointer.LIVE))).isEqualTo(at(Pointer.LIVE));
        assertThat(said(changes().store(new Change.OfSession(new SessionId("s"))))).isEqualTo(new Stored.Yes());
        assertThat(said(pointers().read(session("s")))).isEqualTo(at(Pointer.REVOKED));
        assertThat(said(pointers().moveForward(session("s"), Pointer.LIVE))).isEqualTo(at(Pointer.REVOKED));
        assertThat(said(pointers().followDown(session("s"), Pointer.REVOKED, Pointer.LIVE)))
                .isEqualTo(at(Pointer.REVOKED));
    }

    @Test
    void aPointerFollowsASourceDownOnlyFromWhereItWasSeen() {
        said(pointers().moveForward(company("down"), 50));

        assertThat(said(pointers().followDown(company("down"), 49, 10))).isEqualTo(at(50));
        assertThat(said(pointers().followDown(company("down"), 50, 10))).isEqualTo(at(10));
        assertThat(said(pointers().moveForward(company("down"), 11))).isEqualTo(at(11));
        assertThat(said(pointers().followDown(company("nobody"), 50, 10))).isEqualTo(new PointerReading.Missing());
    }

    @Test
    void anAnnouncedChangeMovesItsPointerAndSayingItTwiceChangesNothing() {
        assertThat(said(changes().store(new Change.OfCompany(ACME, 17)))).isEqualTo(new Stored.Yes());
        assertThat(said(changes().store(new Change.OfCompany(ACME, 17)))).isEqualTo(new Stored.Yes());
        assertThat(said(changes().store(new Change.OfCompany(ACME, 16)))).isEqualTo(new Stored.Yes());
        assertThat(said(pointers().read(company("acme")))).isEqualTo(at(17));

        assertThat(said(changes().store(new Change.OfUser(ADA, 4)))).isEqualTo(new Stored.Yes());
        assertThat(said(pointers().read(user("ada")))).isEqualTo(at(4));
    }

    @Test
    void anAnnouncedMembershipIsNamed() {
        int before = heard().size();

        assertThat(said(changes().store(new Change.OfMembership(ACME, ADA, M1, 3)))).isEqualTo(new Stored.Yes());

        assertThat(said(pointers().read(membership("m-1")))).isEqualTo(at(3));
        assertThat(said(facts().membershipOf(ACME, ADA))).isEqualTo(new MembershipName.Named(M1));
        heard().awaitMoved(before, membership("m-1"));
        heard().awaited(before, new Event.Renamed(ACME, ADA)::equals);
    }

    @Test
    void aPointerThatMovesIsToldAndOneThatStaysIsNot() {
        said(pointers().moveForward(company("told"), 5));
        int before = heard().size();
        said(pointers().moveForward(company("told"), 5));
        said(pointers().moveForward(company("told"), 4));
        said(pointers().followDown(company("told"), 7, 1));
        said(pointers().moveForward(company("sign"), 1));

        // What comes after has been told, so what came before would have been.
        heard().awaitMoved(before, company("sign"));
        assertThat(heard().events().subList(before, heard().size())).doesNotContain(new Event.Moved(company("told")));

        said(pointers().moveForward(company("told"), 6));
        heard().awaitMoved(before, company("told"));
    }

    @Test
    void aNameThatStaysIsNotTold() {
        done(facts().nameMembership(ACME, ADA, M1, LIFE));
        heard().awaited(0, new Event.Renamed(ACME, ADA)::equals);
        int before = heard().size();
        done(facts().nameMembership(ACME, ADA, M1, LIFE));
        done(facts().nameMembership(ACME, new UserId("sign"), M1, LIFE));

        heard().awaited(before, new Event.Renamed(ACME, new UserId("sign"))::equals);
        assertThat(heard().events().subList(before, heard().size())).doesNotContain(new Event.Renamed(ACME, ADA));

        done(facts().nameMembership(ACME, ADA, new MembershipId("m-2"), LIFE));
        assertThat(said(facts().membershipOf(ACME, ADA))).isEqualTo(new MembershipName.Named(new MembershipId("m-2")));
    }

    @Test
    void factsAreFoundUnderTheirVersionsOnly() {
        done(facts().keep(entitlements("acme", 17), grants("acme", "m-1", 3), Duration.ZERO, LIFE));

        assertThat(said(facts().read(ACME, M1, 17, 3))).isInstanceOfSatisfying(SharedReading.Found.class, found -> {
            assertThat(found.entitlements()).isEqualTo(entitlements("acme", 17));
            assertThat(found.grants()).isEqualTo(grants("acme", "m-1", 3));
        });
        assertThat(said(facts().read(ACME, M1, 17, 4))).isEqualTo(new SharedReading.Missing());
        assertThat(said(facts().read(ACME, M1, 18, 3))).isEqualTo(new SharedReading.Missing());
        assertThat(said(facts().read(ACME, new MembershipId("m-2"), 17, 3))).isEqualTo(new SharedReading.Missing());
        assertThat(said(facts().read(new CompanyId("lumen"), M1, 17, 3))).isEqualTo(new SharedReading.Missing());
    }

    @Test
    void agesTravel() {
        Duration age = Duration.ofSeconds(20);
        done(facts().keep(entitlements("acme", 1), grants("acme", "m-1", 1), age, LIFE));
        pass(Duration.ofMillis(50));

        assertThat(said(facts().read(ACME, M1, 1, 1))).isInstanceOfSatisfying(SharedReading.Found.class,
                found -> assertThat(found.age()).isBetween(age.plusMillis(50), age.plusSeconds(5)));
    }

    @Test
    void factsGoWhenTheirLoadIsTooOld() {
        done(facts().keep(entitlements("acme", 1), grants("acme", "m-1", 1), LIFE.minusMillis(30), LIFE));
        pass(Duration.ofMillis(60));
        assertThat(said(facts().read(ACME, M1, 1, 1))).isEqualTo(new SharedReading.Missing());

        done(facts().keep(entitlements("acme", 1), grants("acme", "m-1", 1), LIFE, LIFE));
        assertThat(said(facts().read(ACME, M1, 1, 1))).isEqualTo(new SharedReading.Missing());
    }

    @Test
    void aFlushIsToldAndEverythingIsMissingThen() {
        said(pointers().moveForward(company("gone"), 5));
        int before = heard().size();
        flush();

        heard().awaited(before, new Event.Flushed()::equals);
        assertThat(said(pointers().read(company("gone")))).isEqualTo(new PointerReading.Missing());
    }

    private static PointerReading at(long version) {
        return new PointerReading.At(version);
    }

    private static <T> T said(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    private static void done(Mono<Void> mono) {
        mono.block(PATIENCE);
    }
}
