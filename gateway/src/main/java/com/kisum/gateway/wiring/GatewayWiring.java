package com.kisum.gateway.wiring;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What is the gateway made of? */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewaySettings.class)
@Import({AdapterWiring.class, FactWiring.class, AccessWiring.class, JourneyWiring.class, ServerWiring.class,
        TlsWiring.class,
        ManagementWiring.class})
public class GatewayWiring {}
