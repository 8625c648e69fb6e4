package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.util.Set;

/**
 * Whom does a push concern? First those who are reading, so that nothing they bring is kept as current; then what is held.
 */
public final class FactPushes implements PushListener {
    private final FactDesk desk;
    private final Followers followers;

    /** What is held of each kind. */
    public interface Followers {
        void company(CompanyId company);

        void membership(MembershipId membership);

        void named(CompanyId company, UserId user);

        void user(UserId user);

        void session(SessionId session);

        void everything();
    }

    public FactPushes(FactDesk desk, Followers followers) {
        this.desk = desk;
        this.followers = followers;
    }

    @Override
    public void moved(Pointer pointer) {
        overtake(pointer);
        switch (pointer) {
            case Pointer.Company(CompanyId id) -> followers.company(id);
            case Pointer.Membership(MembershipId id) -> followers.membership(id);
            case Pointer.User(UserId id) -> followers.user(id);
            case Pointer.Session(SessionId id) -> followers.session(id);
        }
    }

    @Override
    public void renamed(CompanyId company, UserId user) {
        overtake(new MemberKey(company, user));
        followers.named(company, user);
    }

    @Override
    public void flushed() {
        desk.tracked().flushed(desk.clock().getAsLong());
        desk.watches().everythingMoved();
        followers.everything();
    }

    @Override
    public void primaries(Set<String> primaries) {
        desk.tracked().primaries(primaries, desk.clock().getAsLong());
    }

    @Override
    public void armed(String primary, long nanos) {
        desk.tracked().armed(primary, nanos);
    }

    @Override
    public void lost(String primary) {
        desk.tracked().lost(primary);
    }

    @Override
    public void heartbeat(String primary, long writtenNanos) {
        desk.tracked().heartbeat(primary, writtenNanos);
    }

    private void overtake(Object what) {
        desk.watches().moved(what);
        desk.meters().pushed();
    }
}
