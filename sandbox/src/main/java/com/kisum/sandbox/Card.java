package com.kisum.sandbox;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.auth.People;
import com.kisum.sandbox.core.Companies;
import com.kisum.sandbox.core.Companies.Bought;
import com.kisum.sandbox.core.Companies.Company;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What does one need to know to use the sandbox? Everything on one screen, the commands ready to paste.
 *
 * @param kept the folder that outlives this run, if there is one
 * @param secured whether the gateway was given a certificate, of which curl knows nothing
 */
record Card(Ports ports, Path routes, Optional<Path> kept, boolean secured) {
    private static final String RULE = "-".repeat(100);
    private static final String SERVICE = "-H 'Authorization: Bearer " + Platform.SECRET + "'";
    private static final String JSON = "-H 'Content-Type: application/json'";

    /**
     * @param first what has to be typed before the commands do what the card says of them, each for itself
     * @param cleo her access token, for the commands
     * @param vera hers
     */
    String with(List<String> first, String cleo, String vera) {
        StringBuilder card = begun();
        line(card, "", "Try it in another terminal.");
        if (!first.isEmpty()) {
            line(card, "What was kept is not as it began. This makes it so, as far as the commands below need it:");
            first.forEach(command -> line(card, "  " + command));
        }
        line(card, "cleo may read expenses (200):",
                "  " + curl() + " -i " + as(cleo, "acme") + " " + gateway() + "/api/finance/expenses/7",
                "She may not write them (403 PERMISSION_MISSING):",
                "  " + curl() + " -i -X POST " + as(cleo, "acme") + " " + gateway() + "/api/finance/expenses",
                "vera may, but her company has not bought finance (403 MODULE_NOT_ENTITLED):",
                "  " + curl() + " -i " + as(vera, "lumen") + " " + gateway() + "/api/finance/expenses/7",
                "Now it buys finance, and vera's command is answered with 200:",
                "  curl -i " + SERVICE + " " + JSON + " -d '{\"addon\":\"finance\",\"status\":\"active\"}' "
                        + ports.url(Place.CORE) + "/internal/companies/lumen/addons");
        return ended(card);
    }

    /**
     * @param nobody who cannot log in: what was kept has them deactivated
     */
    String without(List<String> nobody) {
        StringBuilder card = begun();
        line(card, "",
                "Somebody cannot log in any more whom the card's commands need. This lets them in; then start again:");
        nobody.forEach(command -> line(card, "  " + command));
        return ended(card);
    }

    private StringBuilder begun() {
        StringBuilder card = new StringBuilder();
        line(card, "", RULE, "The sandbox is ready. Ctrl-C ends it; " + afterwards(), "");
        place(card, Place.GATEWAY, Place.MANAGEMENT);
        place(card, Place.AUTH, Place.CORE);
        place(card, Place.BACKEND, Place.CONTROL);
        line(card, "", "What each company has bought, and what its members may do. Everyone's password is '"
                + People.PASSWORD + "'.");
        for (Company company : Companies.all()) {
            line(card, "  " + company.id() + ": " + bought(company));
            members(company).forEach(member -> line(card, member));
        }
        return card;
    }

    private String ended(StringBuilder card) {
        line(card, "",
                "Tokens last 15 minutes. New one: " + curl() + " -s " + JSON
                        + " -d '{\"email\":\"cleo@acme.test\",\"password\":\""
                        + People.PASSWORD + "\"}' " + gateway() + "/auth/login",
                "Break:  curl -X PUT -d '{\"mode\":\"down\"}' " + ports.url(Place.CONTROL) + "/faults/redis",
                "        any of auth, auth-db, core, redis, backend: down, slow (15 s), error or garbage; -X DELETE heals",
                "Watch:  one line of JSON in this terminal for each request, with its decision and why",
                "        " + ports.url(Place.MANAGEMENT) + "/console in a browser; its secret is " + Platform.SECRET,
                "        curl " + ports.url(Place.MANAGEMENT) + "/actuator/prometheus",
                "        curl " + SERVICE + " " + ports.url(Place.MANAGEMENT) + "/actuator/health/details",
                "        curl " + SERVICE + " " + ports.url(Place.MANAGEMENT) + "/policy",
                "Edit:   " + routes + ", and save: it takes effect at once, mistakes are explained here",
                RULE);
        return card.toString();
    }

    private String url(Place place) {
        return place == Place.GATEWAY ? gateway() : ports.url(place);
    }

    private String gateway() {
        String url = ports.url(Place.GATEWAY);
        return secured ? url.replaceFirst("^http:", "https:") : url;
    }

    /** Whoever the certificate is of, it need not be of 127.0.0.1, nor of anybody whom this machine trusts. */
    private String curl() {
        return secured ? "curl -k" : "curl";
    }

    private String afterwards() {
        return kept.map(folder -> "what is changed stays in " + folder + ", so this may be how it began:")
                .orElse("the next start begins anew, unless SANDBOX_DATA=dir keeps it.");
    }

    private void place(StringBuilder card, Place left, Place right) {
        line(card, "  %-9s%-26s%-12s%s".formatted(left.title(), url(left), right.title(), url(right)));
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

    private static String as(String token, String company) {
        return "-H 'x-org: " + company + "' -H 'Authorization: Bearer " + token + "'";
    }

    private static void line(StringBuilder card, String... lines) {
        for (String line : lines) {
            card.append(line).append('\n');
        }
    }
}
