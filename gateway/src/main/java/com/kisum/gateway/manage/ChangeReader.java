package com.kisum.gateway.manage;

import com.kisum.gateway.fact.Change;
import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.MembershipId;
import com.kisum.policy.access.SessionId;
import com.kisum.policy.access.UserId;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was announced? One of four shapes, told apart by their keys; anything else is explained, because a change that is silently
 * dropped is a revocation that never happens.
 */
final class ChangeReader {
    private static final String SHAPES = "a change is one of {company, entitlementVersion}, "
            + "{company, user, membership, grantsVersion}, {session, revoked: true}, {user, tokenVersion}";
    private static final long MOST = (1L << 53) - 1;

    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** What was read, or what to write instead. */
    sealed interface Reading {
        record Understood(Change change) implements Reading {}

        record Rejected(String why) implements Reading {}
    }

    /** Says what is wrong; caught at the one entrance, and a value from there on. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String why;

        Wrong(String why) {
            super(why, null, false, false);
            this.why = why;
        }
    }

    Reading read(byte[] body) {
        try {
            return new Reading.Understood(change(json.readTree(body)));
        } catch (JacksonException _) {
            return new Reading.Rejected("the body is not one JSON object; " + SHAPES);
        } catch (Wrong wrong) {
            return new Reading.Rejected(wrong.why);
        }
    }

    private static Change change(JsonNode body) {
        if (!body.isObject()) {
            throw new Wrong("the body is not one JSON object; " + SHAPES);
        }
        Set<String> keys = new TreeSet<>(body.propertyNames());
        if (keys.equals(Set.of("company", "entitlementVersion"))) {
            return new Change.OfCompany(new CompanyId(id(body, "company", CompanyId::accepts)),
                    version(body, "entitlementVersion"));
        }
        if (keys.equals(Set.of("company", "user", "membership", "grantsVersion"))) {
            return new Change.OfMembership(new CompanyId(id(body, "company", CompanyId::accepts)),
                    new UserId(id(body, "user", UserId::accepts)),
                    new MembershipId(id(body, "membership", MembershipId::accepts)), version(body, "grantsVersion"));
        }
        if (keys.equals(Set.of("session", "revoked"))) {
            if (!body.path("revoked").isBoolean() || !body.path("revoked").booleanValue()) {
                throw new Wrong("revoked must be true: a session that ended does not begin again");
            }
            return new Change.OfSession(new SessionId(id(body, "session", SessionId::accepts)));
        }
        if (keys.equals(Set.of("user", "tokenVersion"))) {
            return new Change.OfUser(new UserId(id(body, "user", UserId::accepts)), version(body, "tokenVersion"));
        }
        throw new Wrong("the keys " + keys + " are none of the four; " + SHAPES);
    }

    private static String id(JsonNode body, String name, Predicate<String> grammar) {
        JsonNode node = body.path(name);
        if (!node.isString() || !grammar.test(node.stringValue())) {
            throw new Wrong(name + " must be an id: a text that matches [A-Za-z0-9][A-Za-z0-9_-]{0,63}");
        }
        return node.stringValue();
    }

    private static long version(JsonNode body, String name) {
        JsonNode node = body.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0 || node.longValue() > MOST) {
            throw new Wrong(name + " must be an integer from 0 to 2^53 - 1");
        }
        return node.longValue();
    }
}
