package com.kisum.auth;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.Grants;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.UserId;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

/** Is this user a member there, and what were they granted, by Auth's own tables in one look? */
final class PostgresMembershipSource implements MembershipSource {
    private static final String SQL = SqlText.of("membership.sql");

    private final PostgresConnections connections;
    private final CallGuard<MembershipAnswer> guard;

    PostgresMembershipSource(PostgresConnections connections, CallGuard<MembershipAnswer> guard) {
        this.connections = connections;
        this.guard = guard;
    }

    @Override
    public Mono<MembershipAnswer> membership(CompanyId company, UserId user) {
        return guard.guard(connections.row(SQL, row -> read(company, row), company.value(), user.value())
                .defaultIfEmpty(new MembershipAnswer.NotAMember()));
    }

    private static MembershipAnswer read(CompanyId company, Readable row) {
        String membership = StoredFact.text(row, "membership_id");
        long version = StoredFact.number(row, "grants_version");
        if (!MembershipId.accepts(membership)) {
            return new MembershipAnswer.Outage("the membership's id is outside the grammar");
        }
        if (!StoredFact.isVersion(version)) {
            return new MembershipAnswer.Outage("the membership's grants version is out of range");
        }
        MembershipId id = new MembershipId(membership);
        if (!StoredFact.truth(row, "active")) {
            return new MembershipAnswer.Ended(id, version);
        }
        return StoredFact.truth(row, "user_active")
                ? new MembershipAnswer.Member(Grants.of(company, id, version, StoredFact.texts(row, "modules"),
                        StoredFact.texts(row, "permissions")))
                : new MembershipAnswer.NotAMember();
    }
}
