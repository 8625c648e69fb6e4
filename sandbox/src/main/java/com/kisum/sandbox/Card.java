package com.kisum.sandbox;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.auth.People;
import com.kisum.sandbox.core.Companies;
import com.kisum.sandbox.core.Companies.Bought;
import com.kisum.sandbox.core.Companies.Company;
import java.util.List;
import java.util.stream.Stream;

/** What does one need to know to use the sandbox? Everything on one screen, the commands ready to paste. */
final class Card {
    private static final String RULE = "-".repeat(100);

    private Card() {}

    /**
     * @param token somebody's access token, for the commands
     */
    static String of(Ports ports, String token) {
        StringBuilder card = new StringBuilder();
        line(card, "", RULE);
        line(card, "The sandbox is ready. Ctrl-C ends it.", "");
        for (Place place : Place.values()) {
            line(card, "  %-12s%s".formatted(place.title(), ports.url(place)));
        }
        line(card, "", "The password of everyone is '" + People.PASSWORD + "'. Services prove themselves with",
                "  Authorization: Bearer " + Platform.SECRET, "");
        for (Company company : Companies.all()) {
            line(card, "  " + company.id() + ": " + bought(company));
            members(company).forEach(member -> line(card, member));
        }
        line(card, "", "Allowed (200; cleo may read expenses):", "",
                "  curl -i " + headers(token) + " " + ports.url(Place.GATEWAY) + "/api/finance/expenses/7", "",
                "Denied (403 PERMISSION_MISSING; she may not write them):", "",
                "  curl -i -X POST " + headers(token) + " " + ports.url(Place.GATEWAY) + "/api/finance/expenses", "",
                "Taken from her (PUT gives it back); what was allowed is denied a moment later:", "",
                "  curl -i -X DELETE -H 'Authorization: Bearer " + Platform.SECRET + "' " + ports.url(Place.AUTH)
                        + "/internal/memberships/m-acme-cleo/permissions/finance.expenses.read",
                "", "Her token lasts 15 minutes. Another one:", "",
                "  curl -s -H 'Content-Type: application/json' -d '{\"email\":\"cleo@acme.test\",\"password\":\""
                        + People.PASSWORD + "\"}' " + ports.url(Place.GATEWAY) + "/auth/login",
                RULE);
        return card.toString();
    }

    private static String bought(Company company) {
        return String.join(", ", Stream.concat(Stream.of(company.base()), company.addons().stream())
                .map(Card::words)
                .toList());
    }

    private static String words(Bought bought) {
        return bought.key() + " " + bought.status()
                + bought.endsIn().map(end -> " for " + end.toDays() + " days").orElse("");
    }

    private static List<String> members(Company company) {
        return People.all()
                .stream()
                .flatMap(person -> person.memberships()
                        .stream()
                        .filter(member -> member.company().equals(company.id()))
                        .map(member -> "    %-18s%-16s%s".formatted(person.email(), member.id(), member.may())))
                .toList();
    }

    private static String headers(String token) {
        return "-H 'x-org: acme' -H 'Authorization: Bearer " + token + "'";
    }

    private static void line(StringBuilder card, String... lines) {
        for (String line : lines) {
            card.append(line).append('\n');
        }
    }
}
