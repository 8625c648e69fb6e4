package com.kisum.sandbox.core;

import com.kisum.sandbox.core.EntitlementAnswer.Addon;
import com.kisum.sandbox.core.EntitlementAnswer.Base;
import com.kisum.sandbox.store.Tables;
import com.kisum.sandbox.store.Tables.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has each company bought, and until when? The schema moves the version with every change. */
final class Subscriptions {
    private static final Set<String> COUNTING = Set.of("active", "trial");

    /** One statement, so that version and facts belong together. */
    private static final String OF_COMPANY = """
            select c.entitlement_version, true as is_base, s.package_key as key, s.status, s.starts_at, s.ends_at,
                   array(select module_key from package_modules where package_key = s.package_key order by 1) as modules
              from companies c left join company_subscriptions s on s.company_id = c.id
             where c.id = ?
             union all
            select c.entitlement_version, false, a.addon_key, a.status, a.starts_at, a.ends_at,
                   array(select module_key from addon_modules where addon_key = a.addon_key order by 1)
              from companies c join company_addons a on a.company_id = c.id
             where c.id = ?
             order by is_base desc, key""";

    private final Tables tables;
    private final InstantSource clock;

    Subscriptions(Tables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    /** What someone says that a company buys. */
    record Purchase(String key, String status, @Nullable Instant endsAt) {}

    private record Row(long version, boolean base, @Nullable String key, String status, Instant startsAt,
            @Nullable Instant endsAt, List<String> modules) {
        boolean countsAt(Instant now) {
            return COUNTING.contains(status) && !now.isBefore(startsAt) && (endsAt == null || now.isBefore(endsAt));
        }
    }

    /** Nothing, if there is no such company. */
    Optional<EntitlementAnswer> of(String company) throws SQLException {
        return tables.transaction(work -> of(work, company));
    }

    /**
     * Nothing, if there is no such company. What stays the same moves no version. A company has one base: another one takes its place, at
     * once and in the same transaction.
     */
    Optional<EntitlementAnswer> buyBase(String company, Purchase purchase) throws SQLException {
        return buy(company, """
                insert into company_subscriptions as s (company_id, package_key, status, starts_at, ends_at)
                values (?, ?, ?, now(), ?)
                on conflict (company_id) do update
                   set package_key = excluded.package_key, status = excluded.status, ends_at = excluded.ends_at,
                       starts_at = case when s.package_key = excluded.package_key then s.starts_at else now() end
                 where (s.package_key, s.status, s.ends_at)
                       is distinct from (excluded.package_key, excluded.status, excluded.ends_at)""", purchase);
    }

    Optional<EntitlementAnswer> buyAddon(String company, Purchase purchase) throws SQLException {
        return buy(company, """
                insert into company_addons as a (company_id, addon_key, status, starts_at, ends_at)
                values (?, ?, ?, now(), ?)
                on conflict (company_id, addon_key) do update
                   set status = excluded.status, ends_at = excluded.ends_at
                 where (a.status, a.ends_at) is distinct from (excluded.status, excluded.ends_at)""", purchase);
    }

    boolean isNobodyHere() throws SQLException {
        return tables.transaction(work -> work.rows("select 1 from companies limit 1", row -> 1)).isEmpty();
    }

    void found(String company) throws SQLException {
        tables.transaction(work -> work.change("insert into companies (id) values (?)", company));
    }

    /** The keys of what is sold under that table's name, each with its modules. */
    List<Sold> packages() throws SQLException {
        return sold("""
                select key, array(select module_key from package_modules where package_key = key order by 1) as modules
                  from packages order by key""");
    }

    List<Sold> addons() throws SQLException {
        return sold("""
                select key, array(select module_key from addon_modules where addon_key = key order by 1) as modules
                  from addons order by key""");
    }

    List<SoldModule> modules() throws SQLException {
        return tables.transaction(work -> work.rows("select key, type from modules order by key",
                row -> new SoldModule(row.getString("key"), row.getString("type"))));
    }

    record Sold(String key, List<String> modules) {}

    record SoldModule(String key, String type) {}

    private List<Sold> sold(String sql) throws SQLException {
        return tables.transaction(work -> work.rows(sql, row -> new Sold(row.getString("key"), texts(row))));
    }

    private Optional<EntitlementAnswer> buy(String company, String sql, Purchase purchase) throws SQLException {
        return tables.transaction(work -> {
            if (work.rows("select 1 from companies where id = ? for update", row -> 1, company).isEmpty()) {
                return Optional.empty();
            }
            Instant endsAt = purchase.endsAt();
            work.change(sql, company, purchase.key(), purchase.status(),
                    endsAt == null ? null : endsAt.atOffset(ZoneOffset.UTC));
            return of(work, company);
        });
    }

    private Optional<EntitlementAnswer> of(Transaction work, String company) throws SQLException {
        List<Row> rows = work.rows(OF_COMPANY, Subscriptions::row, company, company);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Base base = null;
        List<Addon> addons = new ArrayList<>();
        List<String> enabled = new ArrayList<>();
        Instant now = clock.instant();
        boolean baseCounts = rows.stream().anyMatch(row -> row.base() && row.key() != null && row.countsAt(now));
        for (Row row : rows) {
            String key = row.key();
            if (key == null) {
                continue;
            }
            if (row.base()) {
                base = new Base(key, row.status(), row.startsAt(), row.endsAt(), row.modules());
            } else {
                addons.add(new Addon(key, row.status(), row.startsAt(), row.endsAt(), row.modules()));
            }
            if (baseCounts && row.countsAt(now)) {
                enabled.addAll(row.modules());
            }
        }
        return Optional.of(new EntitlementAnswer(company, rows.getFirst().version(), base, addons, enabled));
    }

    private static Row row(ResultSet row) throws SQLException {
        Optional<Instant> startsAt = instant(row, "starts_at");
        return new Row(row.getLong("entitlement_version"), row.getBoolean("is_base"), row.getString("key"),
                row.getString("status"), startsAt.orElse(Instant.EPOCH), instant(row, "ends_at").orElse(null),
                texts(row));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static List<String> texts(ResultSet row) throws SQLException {
        return List.of((String[]) row.getArray("modules").getArray());
    }
}
