package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Ports.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the commands do is for {@link TerminalTest}; here is what depends on how the sandbox was started. */
@ExtendWith(RunningPlatform.class)
class CardTest {
    private static final Path ROUTES = Path.of("/somewhere/routes.yml");

    @Test
    void hasCommandsToPasteForThePortsThatWereChosen() throws Exception {
        String card = card(Optional.empty());
        assertThat(card.lines()).contains("  curl -i -H 'x-org: acme' -H 'Authorization: Bearer cleos-token'"
                + " http://127.0.0.1:18080/api/finance/expenses/7",
                "  curl -i -H 'x-org: lumen' -H 'Authorization: Bearer veras-token'"
                        + " http://127.0.0.1:18080/api/finance/expenses/7",
                "  acme: basic_promoter active, finance active, ai trial for 7 days");
        assertThat(card).contains("ada@acme.test", "cleo@acme.test", "noah@acme.test", "vera@lumen.test",
                "dana@dormant.test", "gus@gracia.test", "http://127.0.0.1:8093/faults/redis",
                "http://127.0.0.1:8081/console",
                ROUTES.toString());
    }

    @Test
    void saysWhetherWhatIsChangedStays() throws Exception {
        assertThat(card(Optional.empty())).contains("the next start begins anew, unless SANDBOX_DATA=dir keeps it");
        assertThat(card(Optional.of(Path.of("mine")))).contains("what is changed stays in mine");
    }

    @Test
    void tellsTheGatewayWhereItsBackendsAre(Platform platform) {
        Map<String, String> properties = Gateway.properties(platform, RunningPlatform.DATA);
        assertThat(properties.get("gateway.environment.AUTH_URL")).isEqualTo(platform.ports().url(Place.AUTH));
        assertThat(properties.get("gateway.environment.VENUE_MARKETPLACE_URL"))
                .isEqualTo(platform.ports().url(Place.BACKEND));
        assertThat(properties).containsEntry("gateway.auth.database.user", "gateway")
                .containsEntry("gateway.redis.uri", "redis://127.0.0.1:" + platform.redisPort());
    }

    @Test
    void hasCommandsThatWorkWhereTheGatewayHasACertificate() throws Exception {
        String card = new Card(Ports.of(Map.of()), ROUTES, Optional.empty(), true).with(List.of(), "cleos-token",
                "veras-token");
        assertThat(card).contains("https://127.0.0.1:8080 ").doesNotContain("http://127.0.0.1:8080");
        assertThat(card.lines()).filteredOn(line -> line.contains("https://127.0.0.1:8080/")).hasSize(4)
                .allMatch(line -> line.contains("curl -k "));
    }

    @Test
    void saysWhatToDoAboutSomebodyWhoCannotLogIn() throws Exception {
        Ports ports = Ports.of(Map.of());
        String card = new Card(ports, ROUTES, Optional.of(Path.of("mine")), false)
                .without(List.of(Kept.activation(ports, "u-cleo")));
        assertThat(card)
                .contains("curl -H 'Authorization: Bearer sandbox-internal-secret' -X PUT -d '{\"status\":\"active\"}'"
                        + " http://127.0.0.1:8090/internal/users/u-cleo/status")
                .doesNotContain("curl -i");
    }

    private static String card(Optional<Path> kept) throws Exception {
        return new Card(Ports.of(Map.of("GATEWAY_PORT", "18080")), ROUTES, kept, false).with(List.of(), "cleos-token",
                "veras-token");
    }
}
