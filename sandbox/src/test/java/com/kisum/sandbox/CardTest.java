package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningPlatform.class)
class CardTest {
    @Test
    void hasCommandsToPasteForTheGatewaysPort() throws Exception {
        String card = Card.of(Ports.of(Map.of("GATEWAY_PORT", "18080")), "the-token");
        assertThat(card.lines()).contains("  curl -i -H 'x-org: acme' -H 'Authorization: Bearer the-token'"
                + " http://127.0.0.1:18080/api/finance/expenses/7",
                "  curl -i -X POST -H 'x-org: acme' -H 'Authorization: Bearer the-token'"
                        + " http://127.0.0.1:18080/api/finance/expenses",
                "  curl -i -X DELETE -H 'Authorization: Bearer sandbox-internal-secret'"
                        + " http://127.0.0.1:8090/internal/memberships/m-acme-cleo/permissions/finance.expenses.read",
                "  acme: basic_promoter active, finance active, ai trial for 7 days");
        assertThat(card).contains("ada@acme.test", "cleo@acme.test", "noah@acme.test", "vera@lumen.test",
                "dana@dormant.test", "gus@gracia.test");
    }

    @Test
    void tellsTheGatewayWhereItsBackendsAre(Platform platform) {
        Map<String, String> properties = Gateway.properties(platform, RunningPlatform.DATA);
        assertThat(properties.get("gateway.environment.AUTH_URL")).isEqualTo(platform.ports().url(Ports.Place.AUTH));
        assertThat(properties.get("gateway.environment.VENUE_MARKETPLACE_URL"))
                .isEqualTo(platform.ports().url(Ports.Place.BACKEND));
        assertThat(properties).containsEntry("gateway.auth.database.user", "gateway")
                .containsEntry("gateway.redis.uri", "redis://127.0.0.1:" + platform.redisPort());
    }
}
