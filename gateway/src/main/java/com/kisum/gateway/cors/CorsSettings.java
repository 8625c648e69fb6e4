package com.kisum.gateway.cors;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose pages may call us from a browser? Without origins nobody was asked, and CORS is the backends' own affair.
 *
 * @param allowedOrigins {@code https://app.example.com}; {@code https://*.example.com} for every host below; or {@code *} for every
 *            page there is
 * @param allowedMethods what a preflight is told
 * @param allowedHeaders what a preflight is told; {@code *} for whatever it asks for
 * @param exposedHeaders what scripts may read besides what every browser lets them and the three of ours
 * @param allowCredentials whether the browser may add what it keeps by itself, as cookies are
 * @param maxAge how long a browser may remember what a preflight was told; browsers have limits of their own
 */
public record CorsSettings(@DefaultValue List<String> allowedOrigins,
        @DefaultValue( {
                "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) List<String> allowedMethods,
        @DefaultValue({"Authorization", "Content-Type", "x-org", "X-Request-Id", "traceparent", "tracestate", "baggage",
                "Accept", "Accept-Language", "Cache-Control", "If-Match", "If-None-Match", "If-Modified-Since",
                "If-Unmodified-Since", "Range", "Idempotency-Key", "Last-Event-ID",
                "X-Requested-With"}) List<String> allowedHeaders,
        @DefaultValue List<String> exposedHeaders, @DefaultValue("false") boolean allowCredentials,
        @DefaultValue("1h") Duration maxAge){
    public CorsSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedMethods = List.copyOf(allowedMethods);
        allowedHeaders = List.copyOf(allowedHeaders);
        exposedHeaders = List.copyOf(exposedHeaders);
    }
}
