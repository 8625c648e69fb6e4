package com.kisum.gateway;

import com.kisum.gateway.wiring.GatewayWiring;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Starts the gateway. Nothing is scanned for: what it is made of stands in {@link GatewayWiring}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(GatewayWiring.class)
public class GatewayApplication {
    /**
     * Of the JDK, read once, when the first connection is secured. Before TLS 1.3 a client may ask for another handshake as often as it likes:
     * that costs us some hundred times what it costs them, and HTTP/2 forbids it.
     */
    private static final String NO_MORE_HANDSHAKES = "jdk.tls.rejectClientInitiatedRenegotiation";

    static {
        if (System.getProperty(NO_MORE_HANDSHAKES) == null) {
            System.setProperty(NO_MORE_HANDSHAKES, "true");
        }
    }

    public static void main(String[] arguments) {
        SpringApplication.run(GatewayApplication.class, arguments);
    }
}
