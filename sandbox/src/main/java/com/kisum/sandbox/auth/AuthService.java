package com.kisum.sandbox.auth;

import com.kisum.sandbox.announce.Announcements;
import com.kisum.sandbox.announce.Change;
import com.kisum.sandbox.auth.AccessTokens.Claims;
import com.kisum.sandbox.auth.Accounts.Account;
import com.kisum.sandbox.auth.Accounts.Farewell;
import com.kisum.sandbox.auth.Accounts.Login;
import com.kisum.sandbox.auth.Accounts.Renewal;
import com.kisum.sandbox.auth.EntitlementClient.Entitlements;
import com.kisum.sandbox.auth.Memberships.Membership;
import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.StartFailure;
import com.kisum.sandbox.store.Database;
import com.kisum.sandbox.store.Tables;
import com.kisum.sandbox.web.Answer;
import com.kisum.sandbox.web.Endpoints;
import com.kisum.sandbox.web.Request;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who are you, and what were you granted? The stand-in for Auth, over its own tables; entitlements it asks of Core. */
public final class AuthService implements Part {
    public static final String ISSUER = AccessTokens.ISSUER;
    public static final String AUDIENCE = AccessTokens.AUDIENCE;

    private static final List<String> STATES = List.of("active", "invited", "suspended", "ended");
    private static final List<String> USER_STATES = List.of("active", "deactivated");
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";
    private static final String UNKNOWN_ACCOUNT = PasswordHash.of("nobody's");

    private final Tables tables;
    private final Accounts accounts;
    private final Memberships memberships;
    private final PermissionCatalog catalog;
    private final AccessTokens tokens;
    private final LoginAttempts attempts;
    private final EntitlementClient core;
    private final Announcements announcements;
    private final InstantSource clock;

    private AuthService(Tables tables, InstantSource clock, SigningKeys keys, EntitlementClient core,
            Announcements announcements) {
        this.tables = tables;
        this.accounts = new Accounts(tables);
        this.memberships = new Memberships(tables);
        this.catalog = new PermissionCatalog(tables);
        this.tokens = new AccessTokens(clock, keys);
        this.attempts = new LoginAttempts(clock);
        this.core = core;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Makes the schema, and the people in it, unless they live there already. */
    public static AuthService start(Database database, InstantSource clock, URI core, String secret,
            Announcements announcements) throws StartFailure {
        database.migrate("db/auth");
        Tables tables = Tables.of(database);
        try {
            SigningKeys keys = SigningKeys.begin(clock, AccessTokens.LIFETIME, new StoredKeys(tables));
            AuthService service = new AuthService(tables, clock, keys, new EntitlementClient(core, secret),
                    announcements);
            if (service.accounts.isNobodyHere()) {
                service.moveIn();
            }
            return service;
        } catch (SQLException e) {
            tables.close();
            throw new StartFailure("The people of the sandbox could not move in", e);
        }
    }

    private void moveIn() throws SQLException {
        for (People.Person person : People.all()) {
            accounts.add(person, People.PASSWORD);
            for (People.Member member : person.memberships()) {
                memberships.add(person, member);
            }
        }
    }

    public Endpoints endpoints(String secret) {
        return new Endpoints(secret).on("POST", "/auth/login", this::login)
                .on("POST", "/auth/refresh", this::refresh)
                .on("POST", "/auth/logout", request -> asCaller(request, this::logout))
                .on("POST", "/auth/logout-all", request -> asCaller(request, this::logoutAll))
                .on("GET", "/auth/me", request -> asCaller(request, this::me))
                .on("GET", "/auth/me/access", request -> asCaller(request, caller -> access(request, caller)))
                .on("GET", "/.well-known/jwks.json", request -> Answer.ok(tokens.jwks()))
                .on("PUT", "/internal/memberships/{id}/permissions/{key}", this::grantPermission)
                .on("DELETE", "/internal/memberships/{id}/permissions/{key}", request -> changed(
                        memberships.revokePermission(request.variable("id"), request.variable("key"))))
                .on("PUT", "/internal/memberships/{id}/modules/{key}", request -> changed(
                        memberships.grantModule(request.variable("id"), request.variable("key"))))
                .on("DELETE", "/internal/memberships/{id}/modules/{key}", request -> changed(
                        memberships.revokeModule(request.variable("id"), request.variable("key"))))
                .on("PUT", "/internal/memberships/{id}/status", this::become)
                .on("PUT", "/internal/catalog/permissions/{key}", this::addPermission)
                .on("PUT", "/internal/users/{id}/status", this::userBecomes)
                .on("POST", "/internal/keys/rotate", request -> Answer.ok(Map.of("kid", tokens.rotate())));
    }

    @Override
    public void close() {
        core.close();
        tables.close();
    }

    private Answer login(Request request) throws SQLException {
        Optional<String> email = request.text("email");
        Optional<String> password = request.text("password");
        if (email.isEmpty() || password.isEmpty()) {
            return Answer.refused(400, "LOGIN_MALFORMED", "Send {\"email\": \"…\", \"password\": \"…\"}.");
        }
        Optional<Account> account = accounts.byEmail(email.get());
        Optional<Duration> wait = attempts.toWaitFor(email.get(), account.isPresent());
        if (wait.isPresent()) {
            return Answer.refused(429, "TOO_MANY_FAILURES", "Too many failed logins of this account.")
                    .with("Retry-After", Long.toString(wait.get().toSeconds() + 1));
        }
        // Someone unknown costs as much time as someone known, so that the time does not tell who is.
        String hash = account.map(Account::passwordHash).orElse(UNKNOWN_ACCOUNT);
        boolean matches = PasswordHash.matches(password.get(), hash);
        if (!matches || account.isEmpty() || !account.get().active()) {
            return Answer.refused(401, "CREDENTIALS_WRONG", "No such account, or not this password.");
        }
        attempts.succeeded(email.get());
        return tokens(accounts.begin(account.get()));
    }

    private Answer refresh(Request request) throws SQLException {
        Optional<String> token = request.text("refreshToken");
        if (token.isEmpty()) {
            return Answer.refused(400, "REFRESH_MALFORMED", "Send {\"refreshToken\": \"…\"}.");
        }
        Renewal renewal = accounts.renew(token.get());
        renewal.ended().ifPresent(this::announceEnd);
        return renewal.login()
                .map(this::tokens)
                .orElseGet(() -> Answer.refused(401, "REFRESH_TOKEN_INVALID", "Log in again."));
    }

    private Answer logout(Claims caller) throws SQLException {
        accounts.end(caller.session());
        announceEnd(caller.session());
        return Answer.done();
    }

    private Answer logoutAll(Claims caller) throws SQLException {
        announceEnd(caller.user(), accounts.endAll(caller.user()));
        return Answer.done();
    }

    private Answer me(Claims caller) throws SQLException {
        List<Map<String, String>> companies = memberships.of(caller.user())
                .stream()
                .map(membership -> Map.of("companyId", membership.company(), "membershipId", membership.id(), "status",
                        membership.status()))
                .toList();
        return Answer.ok(
                Map.of("id", caller.user(), "email", accounts.email(caller.user()), "memberships", companies));
    }

    private Answer access(Request request, Claims caller) throws SQLException {
        Optional<String> company = request.header("x-org").filter(id -> id.matches(ID));
        if (company.isEmpty()) {
            return Answer.refused(400, "COMPANY_REQUIRED", "The header x-org names a company.");
        }
        Optional<Membership> membership = memberships.of(caller.user())
                .stream()
                .filter(known -> known.company().equals(company.get()) && known.status().equals("active"))
                .findFirst();
        if (membership.isEmpty()) {
            return Answer.refused(403, "NOT_A_MEMBER", "No active member of this company.");
        }
        Optional<Entitlements> entitlements = core.of(company.get());
        return entitlements.map(known -> Answer.ok(AccessAnswer.of(membership.get(), known, clock.instant())))
                .orElseGet(() -> Answer.refused(503, "ENTITLEMENTS_UNAVAILABLE", "Core did not answer."));
    }

    private Answer grantPermission(Request request) throws SQLException {
        String key = request.variable("key");
        Optional<String> mistake = catalog.mistake(key);
        return mistake.isPresent()
                ? Answer.refused(400, "PERMISSION_UNKNOWN", mistake.get())
                : changed(memberships.grantPermission(request.variable("id"), key));
    }

    private Answer addPermission(Request request) throws SQLException {
        return catalog.add(request.variable("key"))
                .map(key -> Answer.ok(Map.of("key", key)))
                .orElseGet(() -> Answer.refused(400, "PERMISSION_MALFORMED",
                        "A permission has three parts or more, as in finance.expenses.read."));
    }

    private Answer become(Request request) throws SQLException {
        Optional<String> status = request.text("status").filter(STATES::contains);
        if (status.isEmpty()) {
            return Answer.refused(400, "STATUS_UNKNOWN", "Send {\"status\": one of " + STATES + "}.");
        }
        return changed(memberships.become(request.variable("id"), status.get()));
    }

    private Answer userBecomes(Request request) throws SQLException {
        String user = request.variable("id");
        Optional<String> status = request.text("status").filter(USER_STATES::contains);
        if (status.isEmpty()) {
            return Answer.refused(400, "STATUS_UNKNOWN", "Send {\"status\": one of " + USER_STATES + "}.");
        }
        Optional<Farewell> farewell = accounts.become(user, status.get());
        if (farewell.isEmpty()) {
            return Answer.refused(404, "USER_UNKNOWN", "There is no such user.");
        }
        announceEnd(user, farewell.get());
        memberships.changes(user).forEach(announcements::announce);
        return Answer.ok(new Change.OfUser(user, farewell.get().tokenVersion()));
    }

    private Answer changed(Optional<Change.OfMembership> change) {
        change.ifPresent(announcements::announce);
        return change.map(Answer::ok)
                .orElseGet(() -> Answer.refused(404, "MEMBERSHIP_UNKNOWN", "There is no such membership."));
    }

    private Answer tokens(Login login) {
        return Answer.ok(Map.of("accessToken", tokens.sign(login.claims()), "refreshToken", login.refreshToken()));
    }

    private void announceEnd(String session) {
        announcements.announce(new Change.OfSession(session, true));
    }

    private void announceEnd(String user, Farewell farewell) {
        announcements.announce(new Change.OfUser(user, farewell.tokenVersion()));
        farewell.sessions().forEach(this::announceEnd);
    }

    /** What a caller with a good token is told. */
    @FunctionalInterface
    private interface ForCaller {
        Answer answer(Claims caller) throws SQLException;
    }

    private Answer asCaller(Request request, ForCaller then) throws SQLException {
        Optional<Claims> caller = request.bearer().flatMap(tokens::read);
        if (caller.isEmpty() || !accounts.stands(caller.get())) {
            return Answer.refused(401, "TOKEN_INVALID", "Log in.").with("WWW-Authenticate", "Bearer");
        }
        return then.answer(caller.get());
    }
}
