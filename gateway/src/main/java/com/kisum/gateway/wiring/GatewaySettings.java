package com.kisum.gateway.wiring;

import com.kisum.gateway.proxy.ProxySettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What does an operator tell the gateway? An unknown key stops the start: a misspelt limit would be no limit.
 *
 * @param routes which routes.yml
 * @param environment values for the names in routes.yml's backends, before those of the process
 */
@ConfigurationProperties(prefix = "gateway", ignoreUnknownFields = false)
public record GatewaySettings(@DefaultValue("routes.yml") Path routes, @DefaultValue Map<String, String> environment,
        Auth auth, Core core, @DefaultValue Redis redis, @DefaultValue Manage manage, @DefaultValue Door door,
        @DefaultValue ProxySettings proxy) {

    /**
     * Where Auth is, and what its tokens are held to.
     *
     * @param jwksUri where it publishes its keys; {@code /.well-known/jwks.json} at Auth unless said
     */
    public record Auth(URI url, @Nullable URI jwksUri, String issuer, String audience, Database database) {
        URI keys() {
            return jwksUri != null ? jwksUri : URI.create(url + "/.well-known/jwks.json");
        }
    }

    /** Auth's PostgreSQL, read with a role that can do nothing else. */
    public record Database(@DefaultValue("127.0.0.1") String host, @DefaultValue("5432") int port, String name,
            String user, String password) {
        @Override
        public String toString() {
            return user + "@" + host + ":" + port + "/" + name;
        }
    }

    /** Where Core is, and the secret it knows us by. */
    public record Core(URI url, String secret, @DefaultValue("2s") Duration timeout,
            @DefaultValue("64") int maxConcurrent) {
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /** Redis, for all replicas. */
    public record Redis(@DefaultValue("redis://127.0.0.1:6379") URI uri) {}

    /**
     * The management port.
     *
     * @param secret opens what health and Prometheus are not; without one it stays closed
     */
    public record Manage(@Nullable String secret) {
        @Override
        public String toString() {
            return secret == null ? "closed" : "open to those who know the secret";
        }
    }

    /**
     * How large may what comes in be, and how long is it waited for?
     *
     * @param headTimeout how long a request's head may take from its first byte to its last
     * @param idleTimeout how long a connection may be silent: between two requests, or within a body
     */
    public record Door(@DefaultValue("8KB") DataSize requestLine, @DefaultValue("8KB") DataSize oneHeader,
            @DefaultValue("32KB") DataSize allHeaders, @DefaultValue("10s") Duration headTimeout,
            @DefaultValue("60s") Duration idleTimeout) {}
}
