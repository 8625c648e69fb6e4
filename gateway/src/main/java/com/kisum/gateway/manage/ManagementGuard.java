package com.kisum.gateway.manage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Who may ask the management port? Anyone for health, metrics and the console's empty page; for the rest only those who know the service secret. */
public final class ManagementGuard implements WebFilter {
    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] secret;
    private final Set<String> open;

    /**
     * @param open the paths of what tells nothing
     */
    public ManagementGuard(@Nullable String secret, Set<String> open) {
        this.open = Set.copyOf(open);
        this.secret = secret == null ? null : secret.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        if (isOpen(path) || knowsTheSecret(exchange)) {
            return chain.filter(exchange);
        }
        exchange.getResponse().setStatusCode(secret == null ? HttpStatus.FORBIDDEN : HttpStatus.UNAUTHORIZED);
        if (secret != null) {
            exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"management\"");
        }
        return exchange.getResponse().setComplete();
    }

    private boolean isOpen(String path) {
        return path.equals("/actuator/prometheus") || path.equals("/actuator/health")
                || path.equals("/actuator/health/liveness") || path.equals("/actuator/health/readiness")
                || open.contains(path);
    }

    private boolean knowsTheSecret(ServerWebExchange exchange) {
        String authorization = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return secret != null && authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) && MessageDigest.isEqual(
                        secret, authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }
}
