package com.kisum.sandbox.auth;

import com.kisum.sandbox.announce.Change;
import com.kisum.sandbox.store.Tables;
import com.kisum.sandbox.store.Tables.Transaction;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Who is a member of which company, and what were they granted? The schema moves the version with every change. */
final class Memberships {
    private final Tables tables;

    Memberships(Tables tables) {
        this.tables = tables;
    }

    /** A membership with its grants and their version, all from one statement. */
    record Membership(String id, String company, String status, long grantsVersion, List<String> modules,
            List<String> permissions) {}

    List<Membership> of(String user) throws SQLException {
        return tables.transaction(work -> work.rows("""
                select m.id, m.company_id, m.status, m.grants_version,
                       array(select module_key from membership_module_grants
                              where membership_id = m.id order by 1) as modules,
                       array(select permission_key from membership_permissions
                              where membership_id = m.id order by 1) as permissions
                  from company_memberships m where m.user_id = ? order by m.company_id""",
                row -> new Membership(row.getString("id"), row.getString("company_id"), row.getString("status"),
                        row.getLong("grants_version"), texts(row, "modules"), texts(row, "permissions")),
                user));
    }

    /** Nothing, if there is no such membership. */
    Optional<Change.OfMembership> grantModule(String membership, String module) throws SQLException {
        return change(membership, """
                insert into membership_module_grants (membership_id, module_key) values (?, ?)
                on conflict do nothing""", membership, module);
    }

    Optional<Change.OfMembership> revokeModule(String membership, String module) throws SQLException {
        return change(membership, "delete from membership_module_grants where membership_id = ? and module_key = ?",
                membership, module);
    }

    Optional<Change.OfMembership> grantPermission(String membership, String permission) throws SQLException {
        return change(membership, """
                insert into membership_permissions (membership_id, permission_key) values (?, ?)
                on conflict do nothing""", membership, permission);
    }

    Optional<Change.OfMembership> revokePermission(String membership, String permission) throws SQLException {
        return change(membership, "delete from membership_permissions where membership_id = ? and permission_key = ?",
                membership, permission);
    }

    Optional<Change.OfMembership> become(String membership, String status) throws SQLException {
        return change(membership, "update company_memberships set status = ? where id = ?", status, membership);
    }

    /** Every membership of a user, as it is to be announced when the user changes. */
    List<Change.OfMembership> changes(String user) throws SQLException {
        return of(user).stream()
                .map(membership -> new Change.OfMembership(membership.company(), user, membership.id(),
                        membership.grantsVersion()))
                .toList();
    }

    void add(People.Person person, People.Member member) throws SQLException {
        tables.transaction(work -> {
            work.change("insert into company_memberships (id, company_id, user_id, status) values (?, ?, ?, 'active')",
                    member.id(), member.company(), person.id());
            for (String module : member.modules()) {
                work.change("insert into membership_module_grants values (?, ?)", member.id(), module);
            }
            for (String permission : member.permissions()) {
                work.change("insert into membership_permissions values (?, ?)", member.id(), permission);
            }
            return member;
        });
    }

    private Optional<Change.OfMembership> change(String membership, String sql, String... values) throws SQLException {
        return tables.transaction(work -> {
            // Locked first: two changes at once wait for each other here, and not for each other's triggers.
            if (current(work, membership).isEmpty()) {
                return Optional.empty();
            }
            work.change(sql, (Object[]) values);
            return current(work, membership);
        });
    }

    private static Optional<Change.OfMembership> current(Transaction work, String membership) throws SQLException {
        return work.rows("select company_id, user_id, grants_version from company_memberships where id = ? for update",
                row -> new Change.OfMembership(row.getString("company_id"), row.getString("user_id"), membership,
                        row.getLong("grants_version")),
                membership).stream().findFirst();
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }
}
