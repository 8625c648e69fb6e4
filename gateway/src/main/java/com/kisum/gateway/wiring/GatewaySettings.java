package com.kisum.gateway.wiring;

import com.kisum.auth.DatabaseTls;
import com.kisum.gateway.client.ForwardedBy;
import com.kisum.gateway.cors.CorsSettings;
import com.kisum.gateway.proxy.ProxySettings;
import com.kisum.gateway.proxy.StreamSettings;
import com.kisum.gateway.redis.RedisSettings;
import com.kisum.gateway.redis.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What does an operator tell the gateway? An unknown key stops the start: a misspelt limit would be no limit.
 *
 * @param routes which routes.yml
 * @param reloadCheck how often it is looked at for an edit
 * @param environment values for the names in routes.yml's backends, before those of the process
 */
@ConfigurationProperties(prefix = "gateway", ignoreUnknownFields = false)
public record GatewaySettings(@DefaultValue("routes.yml") Path routes,
        @DefaultValue("500ms") Duration reloadCheck, @DefaultValue Map<String, String> environment,
        @Nullable Auth auth, @Nullable Core core, @DefaultValue Access access, @DefaultValue Start start,
        @DefaultValue Redis redis, @DefaultValue Manage manage, @DefaultValue Door door,
        @DefaultValue ProxySettings proxy, @DefaultValue StreamSettings streams, @DefaultValue RateLimits rateLimits,
        @DefaultValue CorsSettings cors, @DefaultValue Tls tls, @DefaultValue Http2 http2) {

    /**
     * Where Auth is, and what its tokens are held to.
     *
     * @param jwksUri where it publishes its keys; {@code /.well-known/jwks.json} at Auth unless said
     */
    public record Auth(@Nullable URI url, @Nullable URI jwksUri, @Nullable String issuer, @Nullable String audience,
            @Nullable Database database) {
        @Nullable
        URI keys() {
            return jwksUri != null || url == null ? jwksUri : URI.create(url + "/.well-known/jwks.json");
        }
    }

    /**
     * Auth's PostgreSQL, read with a role that can do nothing else. Sessions are read there whatever {@link Access#source} says.
     *
     * @param caFile certificates in PEM, to one of which the server's must lead when {@code tls} is verified; the JVM's unless said
     * @param acquireTimeout to get a connection, opening it included
     * @param answerTimeout for the statement
     */
    public record Database(@DefaultValue("127.0.0.1") String host, @DefaultValue("5432") int port,
            @Nullable String name, @Nullable String user, @Nullable String password,
            @DefaultValue("preferred") DatabaseTls tls, @Nullable Path caFile, @DefaultValue("10") int poolSize,
            @DefaultValue("200") int maxPending, @DefaultValue("1500ms") Duration acquireTimeout,
            @DefaultValue("1s") Duration answerTimeout) {
        @Override
        public String toString() {
            return user + "@" + host + ":" + port + "/" + name;
        }
    }

    /**
     * Where Core is, and how it knows us: by exactly one of secret, token and certificate.
     *
     * @param secret sent as a bearer token with every call
     */
    public record Core(@Nullable URI url, @Nullable String secret, @Nullable InternalToken internalToken,
            @Nullable MutualTls mtls, @DefaultValue("2s") Duration timeout, @DefaultValue("200") int maxConcurrent) {
        @Override
        public String toString() {
            return String.valueOf(url);
        }
    }

    /**
     * A short-lived token that we sign ourselves, with a key (RS256) or with a secret (HS256).
     *
     * @param keyFile a private RSA key in PEM (PKCS#8)
     * @param keyId what Core finds the public key by
     * @param secret 32 bytes or more, known to Core too
     */
    public record InternalToken(@Nullable String issuer, @Nullable String audience, @Nullable Path keyFile,
            @Nullable String keyId, @Nullable String secret) {
        @Override
        public String toString() {
            return issuer + " for " + audience;
        }
    }

    /**
     * A certificate of ours, with its key in PEM beside it or both in a PKCS#12 file.
     *
     * @param trust certificates in PEM, to one of which Core's own must lead
     */
    public record MutualTls(@Nullable Path certificate, @Nullable Path key, @Nullable Path keystore,
            @Nullable String keystorePassword, @Nullable Path trust) {
        @Override
        public String toString() {
            return String.valueOf(certificate != null ? certificate : keystore);
        }
    }

    /** Who puts entitlements and grants together. */
    public enum AccessSource {
        /** We do, from Auth's database and Core. */
        COMPOSED,
        /** Auth does, and tells the caller's token. Core is not asked. */
        AGGREGATED
    }

    /**
     * Where access comes from, and how long what is known of it may decide.
     *
     * @param timeout for Auth's answer, where Auth is asked
     * @param reloadAfter since it was loaded: then the source is asked again
     * @param maxStaleness since it was last known to be current: then it must be confirmed
     * @param patience for one lookup, all its questions together
     * @param mostLoads how many questions to the sources are under way at most; one more is answered 503 at once
     * @param mostCompanies whose entitlements are held
     * @param mostMembers whose grants are held
     * @param mostSessions which are held, and as many users
     * @param coldLookups how many companies of which nothing is held one user may ask about in a second
     */
    public record Access(@DefaultValue("composed") AccessSource source, @DefaultValue("2s") Duration timeout,
            @DefaultValue("60s") Duration reloadAfter, @DefaultValue("5s") Duration maxStaleness,
            @DefaultValue("2500ms") Duration patience, @DefaultValue("200") int mostLoads,
            @DefaultValue("10000") long mostCompanies, @DefaultValue("200000") long mostMembers,
            @DefaultValue("200000") long mostSessions, @DefaultValue("20") int coldLookups) {}

    /**
     * What happens before the first request.
     *
     * @param patience how long Auth and Core may take to answer a first time; then the gateway is ready all the same
     */
    public record Start(@DefaultValue("5s") Duration patience) {}

    /**
     * Redis, for all replicas.
     *
     * @param uri {@code redis://host:port}, {@code redis-sentinel://h1,h2,h3#master}, or some nodes of a Cluster:
     *            {@code redis://a,redis://b}; {@code rediss} for TLS
     * @param cluster that the one URI is a node of a Cluster
     * @param prefix before every key, where the Redis is not ours alone
     * @param heartbeat how often something is written to see it come back
     * @param pointerLife how long a pointer stays that nobody moves
     * @param waitForReplica how long an announced change may take to reach a replica
     * @param replicas whether a primary without replicas may accept an announced change
     */
    public record Redis(@DefaultValue("redis://127.0.0.1:6379") String uri, @DefaultValue("false") boolean cluster,
            @Nullable String user, @Nullable String password, @Nullable String sentinelPassword,
            @DefaultValue("") String prefix, @DefaultValue("1s") Duration connectTimeout,
            @DefaultValue("500ms") Duration commandTimeout, @DefaultValue("1s") Duration heartbeat,
            @DefaultValue("24h") Duration pointerLife, @DefaultValue("200ms") Duration waitForReplica,
            @DefaultValue("auto") RedisSettings.Replicas replicas, @DefaultValue("256") int maxConcurrent) {
        RedisSettings asSettings() {
            return new RedisSettings(List.of(uri.split(",(?=rediss?(-sentinel)?://)", -1)), cluster, user,
                    secret(password),
                    secret(sentinelPassword), prefix, connectTimeout, commandTimeout, heartbeat, pointerLife,
                    waitForReplica, replicas, maxConcurrent);
        }

        private static @Nullable Secret secret(@Nullable String text) {
            return text == null ? null : Secret.of(text);
        }

        /** A URI may hold a password. */
        @Override
        public String toString() {
            return "Redis";
        }
    }

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
     * @param bodyRate how much of a body comes in a second at least, while we wait for it
     * @param bodySpan over how much waiting that is averaged, again and again
     * @param stallTimeout how long a client may take nothing of an answer that waits for it
     * @param trustedProxies addresses and networks of those whose word is taken for where a request comes from
     * @param forwardedBy the header in which they say it
     */
    public record Door(@DefaultValue("8KB") DataSize requestLine, @DefaultValue("8KB") DataSize oneHeader,
            @DefaultValue("32KB") DataSize allHeaders, @DefaultValue("10s") Duration headTimeout,
            @DefaultValue("60s") Duration idleTimeout, @DefaultValue("240B") DataSize bodyRate,
            @DefaultValue("20s") Duration bodySpan, @DefaultValue("5m") Duration stallTimeout,
            @DefaultValue List<String> trustedProxies,
            @DefaultValue("x-forwarded-for") ForwardedBy forwardedBy) {}

    /**
     * How often a route may be used, as routes.yml says it.
     *
     * @param replicas how many share a limit at least, while Redis cannot be asked
     * @param mostBuckets how many are known here
     */
    public record RateLimits(@DefaultValue("1") int replicas, @DefaultValue("100000") int mostBuckets) {}

    /**
     * The certificate that clients are shown: with its key in PEM beside it, or both in a PKCS#12 file. Without one there is no TLS.
     *
     * @param certificate then those that lead from it to an authority
     * @param protocols TLSv1.3, TLSv1.2
     */
    public record Tls(@Nullable Path certificate, @Nullable Path key, @Nullable Path keystore,
            @Nullable String keystorePassword, @DefaultValue( {
                    "TLSv1.3", "TLSv1.2"}) List<String> protocols){
        boolean isSaid() {
            return certificate != null || key != null || keystore != null || keystorePassword != null;
        }

        @Override
        public String toString() {
            return String.valueOf(certificate != null ? certificate : keystore);
        }
    }

    /**
     * Whether clients may speak HTTP/2.
     *
     * @param enabled where there is TLS
     * @param cleartext without TLS, too, to clients who know and begin with it
     * @param maxStreams how many requests one connection has under way at most
     */
    public record Http2(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean cleartext,
            @DefaultValue("100") int maxStreams) {}
}
