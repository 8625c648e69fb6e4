package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Asking.Reply;
import com.kisum.sandbox.Ports.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningPlatform.class)
class CoreServiceTest {
    private final Platform platform;
    private final Asking core;

    CoreServiceTest(Platform platform) {
        this.platform = platform;
        this.core = Asking.at(platform, Place.CORE).asService();
    }

    @Test
    void tellsWhatAcmeHasInTheShapeThatWasAgreed() throws Exception {
        JsonNode acme = entitlements("acme");
        assertThat(acme.propertyNames())
                .containsExactly("companyId", "entitlementVersion", "basic", "addons", "enabledModules");
        assertThat(acme.path("basic").propertyNames())
                .containsExactly("package", "status", "startsAt", "endsAt", "modules");
        assertThat(acme.path("basic").path("package").asString()).isEqualTo("basic_promoter");
        assertThat(acme.path("basic").path("endsAt").isNull()).isTrue();
        assertThat(acme.path("basic").path("modules").toString()).isEqualTo("[\"promoter\"]");
        JsonNode ai = acme.path("addons").get(0);
        assertThat(ai.propertyNames()).containsExactly("addon", "status", "startsAt", "endsAt", "modules");
        assertThat(ai.path("addon").asString()).isEqualTo("ai");
        assertThat(ai.path("status").asString()).isEqualTo("trial");
        assertThat(Instant.parse(ai.path("endsAt").asString()))
                .isBetween(Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(7)));
        assertThat(acme.path("addons").get(1).path("addon").asString()).isEqualTo("finance");
    }

    @Test
    void knowsInWhichStateEachCompanyIs() throws Exception {
        assertThat(entitlements("lumen").path("basic").path("package").asString()).isEqualTo("basic_venue");
        assertThat(entitlements("lumen").path("addons")).isEmpty();
        assertThat(entitlements("dormant").path("basic").path("status").asString()).isEqualTo("cancelled");
        assertThat(entitlements("dormant").path("enabledModules").toString())
                .as("nothing counts without a base, so that the gateway has no difference to warn of")
                .isEqualTo("[]");
        assertThat(entitlements("gracia").path("enabledModules").toString()).isEqualTo("[]");
        assertThat(entitlements("acme").path("enabledModules").toString())
                .isEqualTo("[\"promoter\",\"ai\",\"finance\"]");
        assertThat(entitlements("gracia").path("basic").path("status").asString()).isEqualTo("grace");
        assertThat(core.get("/internal/companies/nowhere/entitlements").status()).isEqualTo(404);
    }

    @Test
    void movesTheVersionWithEveryPurchaseAndTellsTheGateway() throws Exception {
        try (Announced announced = Announced.at(platform)) {
            long before = entitlements("lumen").path("entitlementVersion").asLong();
            Map<String, String> touring = Map.of("addon", "touring", "status", "trial", "endsAt",
                    "2030-01-31T00:00:00Z");
            Reply bought = core.send("POST", "/internal/companies/lumen/addons", touring);
            assertThat(bought.json().path("entitlementVersion").asLong()).isEqualTo(before + 1);
            assertThat(bought.json().path("addons").get(0).path("endsAt").asString()).isEqualTo("2030-01-31T00:00:00Z");
            announced.next(Map.of("company", "lumen", "entitlementVersion", before + 1));

            assertThat(core.send("POST", "/internal/companies/lumen/addons", touring)
                    .json()
                    .path("entitlementVersion")
                    .asLong()).as("the same again changes nothing").isEqualTo(before + 1);
            assertThat(core.send("POST", "/internal/companies/lumen/basic",
                    Map.of("package", "basic_venue", "status", "suspended")).json().path("entitlementVersion").asLong())
                    .isEqualTo(before + 2);
            core.send("POST", "/internal/companies/lumen/basic", Map.of("package", "basic_venue", "status", "active"));
        }
    }

    @Test
    void anotherBaseTakesThePlaceOfTheFirstAndNothingElseChanges() throws Exception {
        JsonNode before = entitlements("gracia");
        Reply artist = core.send("POST", "/internal/companies/gracia/basic",
                Map.of("package", "basic_artist", "status", "active"));
        assertThat(artist.json().path("basic").path("package").asString()).isEqualTo("basic_artist");
        assertThat(artist.json().path("enabledModules").toString()).isEqualTo("[\"artist\"]");
        assertThat(artist.json().path("entitlementVersion").asLong()).as("one change, one step")
                .isEqualTo(before.path("entitlementVersion").asLong() + 1);
        assertThat(Instant.parse(artist.json().path("basic").path("startsAt").asString()))
                .as("it begins when it was bought")
                .isAfter(Instant.parse(before.path("basic").path("startsAt").asString()));
        Reply again = core.send("POST", "/internal/companies/gracia/basic",
                Map.of("package", "basic_promoter", "status", "grace"));
        assertThat(again.json().path("basic").path("status").asString()).isEqualTo("grace");
        assertThat(again.json().path("entitlementVersion").asLong())
                .isEqualTo(before.path("entitlementVersion").asLong() + 2);
    }

    @Test
    void refusesWhatIsNotSoldAndWhoeverIsNoService() throws Exception {
        Map<String, String> unsold = Map.of("addon", "ticketing", "status", "active");
        Map<String, String> noDate = Map.of("addon", "ai", "status", "active", "endsAt", "tomorrow");
        assertThat(core.send("POST", "/internal/companies/acme/addons", unsold).status()).isEqualTo(400);
        assertThat(core.send("POST", "/internal/companies/acme/addons", noDate).status()).isEqualTo(400);
        for (Object neither : List.of(Map.of(), List.of(1), 17, "+999999-01-01T00:00:00Z")) {
            assertThat(core.send("POST", "/internal/companies/acme/addons",
                    Map.of("addon", "ai", "status", "active", "endsAt", neither)).status()).as("%s", neither)
                    .isEqualTo(400);
        }
        assertThat(Asking.at(platform, Place.CORE).get("/internal/companies/acme/entitlements").status())
                .isEqualTo(401);
    }

    @Test
    void showsWhatIsSold() throws Exception {
        assertThat(core.get("/internal/catalog/modules").json().path("modules")).hasSize(8);
        assertThat(core.get("/internal/catalog/packages").json().path("packages").get(0).toString())
                .isEqualTo("{\"key\":\"basic_artist\",\"modules\":[\"artist\"]}");
        assertThat(core.get("/internal/catalog/addons").json().path("addons")).hasSize(4);
    }

    private JsonNode entitlements(String company) throws Exception {
        return core.get("/internal/companies/" + company + "/entitlements").json();
    }
}
