package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.util.List;
import java.util.Set;

/**
 * Whom does a push concern? First those who are reading, so that nothing they bring is kept as current; then what is held.
 */
public final class FactPushes implements PushListener {
    private final FactDesk desk;
    private final List<Followers> followers;

    /** Those who hold something. */
    public interface Followers {
        default void company(CompanyId company) {}

        default void membership(MembershipId membership) {}

        default void named(MemberKey member) {}

        default void user(UserId user) {}

        default void session(SessionId session) {}

        default void everything() {}
    }

    public FactPushes(FactDesk desk, List<Followers> followers) {
        this.desk = desk;
        this.followers = List.copyOf(followers);
    }

    @Override
    public void moved(Pointer pointer) {
        overtake(pointer);
        switch (pointer) {
            case Pointer.Company(CompanyId id) -> followers.forEach(one -> one.company(id));
            case Pointer.Membership(MembershipId id) -> followers.forEach(one -> one.membership(id));
            case Pointer.User(UserId id) -> followers.forEach(one -> one.user(id));
            case Pointer.Session(SessionId id) -> followers.forEach(one -> one.session(id));
        }
    }

    @Override
    public void renamed(CompanyId company, UserId user) {
        MemberKey member = new MemberKey(company, user);
        overtake(member);
        followers.forEach(one -> one.named(member));
    }

    @Override
    public void flushed() {
        desk.tracked().flushed(desk.clock().getAsLong());
        overtaken(desk.watches().everythingMoved());
        followers.forEach(Followers::everything);
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
        overtaken(desk.watches().moved(what));
        desk.meters().pushed();
    }

    private void overtaken(int readings) {
        for (int i = 0; i < readings; i++) {
            desk.meters().overtaken();
        }
    }
}
