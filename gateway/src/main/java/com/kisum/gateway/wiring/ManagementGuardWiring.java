package com.kisum.gateway.wiring;

import com.kisum.gateway.manage.ManagementGuard;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.context.annotation.Bean;

/** Who may ask the management port. In that port's own context, so that clients' requests never meet it. */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ManagementGuardWiring {
    @Bean
    ManagementGuard managementGuard(GatewaySettings settings) {
        return new ManagementGuard(settings.manage().secret());
    }
}
