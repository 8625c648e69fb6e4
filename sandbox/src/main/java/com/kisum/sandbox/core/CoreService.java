package com.kisum.sandbox.core;

import com.kisum.sandbox.announce.Announcements;
import com.kisum.sandbox.announce.Change;
import com.kisum.sandbox.core.Companies.Bought;
import com.kisum.sandbox.core.Companies.Company;
import com.kisum.sandbox.core.Subscriptions.Purchase;
import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.StartFailure;
import com.kisum.sandbox.store.Database;
import com.kisum.sandbox.store.Tables;
import com.kisum.sandbox.web.Answer;
import com.kisum.sandbox.web.Endpoints;
import com.kisum.sandbox.web.Json;
import com.kisum.sandbox.web.Request;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What has a company bought? The stand-in for Core, over its own tables. */
public final class CoreService implements Part {
    private static final List<String> STATES = List.of("active", "trial", "grace", "suspended", "cancelled", "expired");

    /** Beyond it databases have bounds of their own. */
    private static final int LAST_YEAR = 9999;

    private final Tables tables;
    private final Subscriptions subscriptions;
    private final Announcements announcements;

    private CoreService(Tables tables, InstantSource clock, Announcements announcements) {
        this.tables = tables;
        this.subscriptions = new Subscriptions(tables, clock);
        this.announcements = announcements;
    }

    /** Makes the schema, and the companies in it, unless they are there already. */
    public static CoreService start(Database database, InstantSource clock, Announcements announcements)
            throws StartFailure {
        database.migrate("db/core");
        CoreService service = new CoreService(Tables.of(database), clock, announcements);
        try {
            Instant now = clock.instant();
            if (service.subscriptions.isNobodyHere()) {
                service.found(now);
            }
        } catch (SQLException e) {
            service.close();
            throw new StartFailure("The companies of the sandbox could not be founded", e);
        }
        return service;
    }

    private void found(Instant now) throws SQLException {
        for (Company company : Companies.all()) {
            subscriptions.found(company.id());
            bought(subscriptions.buyBase(company.id(), purchase(company.base(), now)));
            for (Bought addon : company.addons()) {
                bought(subscriptions.buyAddon(company.id(), purchase(addon, now)));
            }
        }
    }

    public Endpoints endpoints(String secret) {
        return new Endpoints(secret)
                .on("GET", "/internal/companies/{id}/entitlements", request -> told(
                        subscriptions.of(request.variable("id"))))
                .on("POST", "/internal/companies/{id}/basic", this::buyBase)
                .on("POST", "/internal/companies/{id}/addons", this::buyAddon)
                .on("GET", "/internal/catalog/modules", request -> Answer.ok(
                        Map.of("modules", subscriptions.modules())))
                .on("GET", "/internal/catalog/packages", request -> Answer.ok(
                        Map.of("packages", subscriptions.packages())))
                .on("GET", "/internal/catalog/addons", request -> Answer.ok(Map.of("addons", subscriptions.addons())));
    }

    @Override
    public void close() {
        tables.close();
    }

    private Answer buyBase(Request request) throws SQLException {
        List<String> keys = subscriptions.packages().stream().map(Subscriptions.Sold::key).toList();
        Optional<Purchase> purchase = purchase(request, "package", keys);
        return purchase.isEmpty()
                ? malformed("package", keys)
                : sold(subscriptions.buyBase(request.variable("id"), purchase.get()));
    }

    private Answer buyAddon(Request request) throws SQLException {
        List<String> keys = subscriptions.addons().stream().map(Subscriptions.Sold::key).toList();
        Optional<Purchase> purchase = purchase(request, "addon", keys);
        return purchase.isEmpty()
                ? malformed("addon", keys)
                : sold(subscriptions.buyAddon(request.variable("id"), purchase.get()));
    }

    private Answer sold(Optional<EntitlementAnswer> entitlements) {
        entitlements.ifPresent(known -> announcements.announce(
                new Change.OfCompany(known.companyId(), known.entitlementVersion())));
        return told(entitlements);
    }

    private static Answer told(Optional<EntitlementAnswer> entitlements) {
        return entitlements.map(Answer::ok)
                .orElseGet(() -> Answer.refused(404, "COMPANY_UNKNOWN", "There is no such company."));
    }

    private static Answer malformed(String what, List<String> keys) {
        return Answer.refused(400, "PURCHASE_MALFORMED", "Send {\"" + what + "\": one of " + keys
                + ", \"status\": one of " + STATES
                + ", \"endsAt\": a date and time like 2027-01-31T00:00:00Z, or null}.");
    }

    /** Nothing, if it cannot be read, or if nothing of that name is sold. */
    private static Optional<Purchase> purchase(Request request, String what, List<String> sold) {
        Optional<String> key = request.text(what).filter(sold::contains);
        Optional<String> status = request.text("status").filter(STATES::contains);
        Optional<JsonNode> endsAt = request.object().map(body -> body.path("endsAt"))
                .filter(node -> !node.isMissingNode());
        if (key.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        if (endsAt.isEmpty() || endsAt.get().isNull()) {
            return Optional.of(new Purchase(key.get(), status.get(), null));
        }
        try {
            String text = request.object().flatMap(body -> Json.text(body, "endsAt")).orElse("");
            OffsetDateTime end = OffsetDateTime.parse(text);
            return end.getYear() > LAST_YEAR
                    ? Optional.empty()
                    : Optional.of(new Purchase(key.get(), status.get(), end.toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Purchase purchase(Bought bought, Instant now) {
        return new Purchase(bought.key(), bought.status(), bought.endsIn().map(now::plus).orElse(null));
    }

    private static void bought(Optional<EntitlementAnswer> answer) throws SQLException {
        if (answer.isEmpty()) {
            throw new SQLException("A company is not there right after it was founded");
        }
    }
}
