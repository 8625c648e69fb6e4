package com.kisum.sandbox.auth;

import java.util.List;

/** Who lives in the sandbox? Their ids say who they are, because people will read them in logs and type them in URLs. */
public final class People {
    /** The password of everyone. */
    public static final String PASSWORD = "sandbox";

    private static final List<Person> ALL = List.of(
            new Person("u-ada", "ada@acme.test", List.of(
                    new Member("m-acme-ada", "acme", List.of("promoter", "finance", "ai"),
                            List.of("promoter.*", "finance.*", "ai.*"), "everything of promoter, finance and ai"),
                    new Member("m-lumen-ada", "lumen", List.of("venue"), List.of("venue.details.read"),
                            "venue.details.read"))),
            new Person("u-cleo", "cleo@acme.test", List.of(
                    new Member("m-acme-cleo", "acme", List.of("promoter", "finance"),
                            List.of("finance.expenses.read", "promoter.events.read"),
                            "finance.expenses.read, promoter.events.read"))),
            new Person("u-noah", "noah@acme.test", List.of(
                    new Member("m-acme-noah", "acme", List.of("promoter"), List.of(),
                            "the promoter module, no permission"))),
            new Person("u-vera", "vera@lumen.test", List.of(
                    new Member("m-lumen-vera", "lumen", List.of("venue", "finance"), List.of("venue.*", "finance.*"),
                            "everything of venue, and of finance, which lumen has not bought"))),
            new Person("u-dana", "dana@dormant.test", List.of(
                    new Member("m-dormant-dana", "dormant", List.of("promoter", "finance"),
                            List.of("promoter.*", "finance.*"), "everything of promoter and finance; base cancelled"))),
            new Person("u-gus", "gus@gracia.test", List.of(
                    new Member("m-gracia-gus", "gracia", List.of("promoter"), List.of("promoter.*"),
                            "everything of promoter; in grace, so reading only"))));

    private People() {}

    public static List<Person> all() {
        return ALL;
    }

    /** Someone with a login. */
    public record Person(String id, String email, List<Member> memberships) {}

    /**
     * A person in a company.
     *
     * @param may what it comes to, for people
     */
    public record Member(String id, String company, List<String> modules, List<String> permissions, String may) {}
}
