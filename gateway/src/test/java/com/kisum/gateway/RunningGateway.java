package com.kisum.gateway;

import com.kisum.auth.Authenticator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The application as it is deployed, on free ports, but for Auth and Core: those say what a test tells them to. */
public final class RunningGateway implements AutoCloseable {
    private static final String NOWHERE = "http://127.0.0.1:1";

    private final ConfigurableApplicationContext context;

    private RunningGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * @param settings as on a command line: {@code --gateway.door.one-header=8KB}
     */
    public static RunningGateway start(Path routes, FakePorts ports, String... settings) {
        return start(routes, ports, ports.tokens(), settings);
    }

    public static RunningGateway start(Path routes, FakePorts ports, Authenticator authenticator, String... settings) {
        // The adapters' test-jars bring a logback-test.xml, which would take the place of the application's own.
        List<String> arguments = new ArrayList<>(List.of("--logging.config=classpath:logback-spring.xml",
                "--server.port=0", "--management.server.port=0",
                "--gateway.routes=" + routes, "--gateway.auth.url=" + NOWHERE, "--gateway.auth.issuer=auth",
                "--gateway.auth.audience=kisum", "--gateway.auth.database.name=none",
                "--gateway.auth.database.user=nobody", "--gateway.auth.database.password=none",
                "--gateway.core.url=" + NOWHERE, "--gateway.core.secret=none"));
        arguments.addAll(List.of(settings));
        return new RunningGateway(new SpringApplicationBuilder(GatewayApplication.class)
                .initializers(context -> ports.putInto((GenericApplicationContext) context, authenticator),
                        context -> LastingLoops.putInto((GenericApplicationContext) context))
                .run(arguments.toArray(String[]::new)));
    }

    public int port() {
        return portOf("local.server.port");
    }

    public int managementPort() {
        return portOf("local.management.port");
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** What Prometheus finds: the first sample that begins like this, with its value, or {@code none}. */
    String measured(String sample) {
        try (RawClient scraping = RawClient.to(managementPort())) {
            return scraping.send("GET /actuator/prometheus HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").answer()
                    .text().lines().filter(line -> line.startsWith(sample)).findFirst().orElse("none");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int portOf(String property) {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty(property)));
    }

    @Override
    public void close() {
        context.close();
    }
}
