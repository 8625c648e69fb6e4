package com.kisum.gateway.wiring;

import com.kisum.gateway.fact.ChangeStore;
import com.kisum.gateway.manage.ChangeReception;
import com.kisum.gateway.manage.ManagementGuard;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Who may ask the management port, and who may tell it that something changed. In that port's own context, so that clients' requests never meet it. */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ManagementGuardWiring {
    @Bean
    ManagementGuard managementGuard(GatewaySettings settings) {
        return new ManagementGuard(settings.manage().secret());
    }

    @Bean
    RouterFunction<ServerResponse> announcements(ChangeStore store) {
        ChangeReception reception = new ChangeReception(store);
        return RouterFunctions.route().POST("/internal/access/changes", reception::receive).build();
    }
}
