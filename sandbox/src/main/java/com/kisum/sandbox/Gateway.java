package com.kisum.sandbox;

import com.kisum.gateway.GatewayApplication;
import com.kisum.gateway.tls.Certificates;
import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.run.Part;
import com.kisum.sandbox.run.StartFailure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How is the gateway told where everything is? As an operator would tell it, by configuration alone; nothing in it knows that
 * this is a sandbox. It runs in this process, so that one command starts everything and one Ctrl-C ends it.
 */
final class Gateway implements Part {
    private final ConfigurableApplicationContext context;

    private Gateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Gateway start(Platform platform, Path routes) throws StartFailure {
        String[] arguments = properties(platform, routes).entrySet()
                .stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        try {
            // The sandbox ends its parts itself, in order: the gateway drains while the stores still answer.
            return new Gateway(new SpringApplicationBuilder(GatewayApplication.class).main(GatewayApplication.class)
                    .registerShutdownHook(false)
                    .run(arguments));
        } catch (RuntimeException e) {
            throw new StartFailure("The gateway did not start; what it said stands above", innermost(e));
        }
    }

    /** Whether whoever started the sandbox gave the gateway a certificate. */
    boolean isSecured() {
        return context.getBeanProvider(Certificates.class).stream().findAny().isPresent();
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : innermost(cause);
    }

    /** In the order in which a reader looks for them. */
    static Map<String, String> properties(Platform platform, Path routes) {
        Ports ports = platform.ports();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("spring.main.banner-mode", "off");
        properties.put("logging.config", "classpath:com/kisum/sandbox/terminal/logback.xml");
        properties.put("logging.file.name", platform.log().toString());
        properties.put("server.port", Integer.toString(ports.of(Place.GATEWAY)));
        properties.put("server.address", "127.0.0.1");
        properties.put("management.server.port", Integer.toString(ports.of(Place.MANAGEMENT)));
        properties.put("management.server.address", "127.0.0.1");
        properties.put("gateway.routes", routes.toString());
        properties.putAll(Surroundings.settings(platform));
        Surroundings.backends(ports, ports.url(Place.BACKEND))
                .forEach((name, value) -> properties.put("gateway.environment." + name, value));
        return properties;
    }

    @Override
    public void close() {
        context.close();
    }
}
