package com.kisum.gateway.wiring;

import com.kisum.gateway.client.TrustedProxies;
import com.kisum.gateway.cors.Cors;
import com.kisum.gateway.cors.CorsSettings;
import com.kisum.gateway.proxy.ProxySettings;
import com.kisum.gateway.wiring.GatewaySettings.Access;
import com.kisum.gateway.wiring.GatewaySettings.Door;
import com.kisum.gateway.wiring.GatewaySettings.Redis;
import java.time.Duration;
import java.util.Set;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.unit.DataSize;

/**
 * Can these bounds bound anything? A limit of nothing or less is a slip, and to a library it often means none at all. Looked at before
 * anyone is given the settings.
 */
final class BoundsCheck implements BeanPostProcessor {
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.3", "TLSv1.2");
    private static final DataSize MOST = DataSize.ofMegabytes(1);

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof GatewaySettings settings) {
            door(settings.door());
            proxy(settings.proxy());
            number("gateway.streams.most", settings.streams().most(), 4096);
            time("gateway.streams.idle-timeout", settings.streams().idleTimeout(), "5m");
            access(settings.access());
            sources(settings);
            redis(settings.redis());
            number("gateway.rate-limits.replicas", settings.rateLimits().replicas(), 1);
            number("gateway.rate-limits.most-buckets", settings.rateLimits().mostBuckets(), 100_000);
            cors(settings.cors());
            number("gateway.http2.max-streams", settings.http2().maxStreams(), 100);
            tls(settings.tls());
            time("gateway.reload-check", settings.reloadCheck(), "500ms");
            time("gateway.start.patience", settings.start().patience(), "5s");
        }
        return bean;
    }

    private static void door(Door door) {
        size("gateway.door.request-line", door.requestLine(), "8KB");
        size("gateway.door.one-header", door.oneHeader(), "8KB");
        size("gateway.door.all-headers", door.allHeaders(), "32KB");
        if (door.oneHeader().compareTo(door.allHeaders()) > 0) {
            throw new SettingMistake(
                    "gateway.door.one-header is larger than gateway.door.all-headers: one header cannot be");
        }
        time("gateway.door.head-timeout", door.headTimeout(), "10s");
        time("gateway.door.idle-timeout", door.idleTimeout(), "60s");
        size("gateway.door.body-rate", door.bodyRate(), "240B");
        time("gateway.door.body-span", door.bodySpan(), "20s");
        time("gateway.door.stall-timeout", door.stallTimeout(), "5m");
        try {
            TrustedProxies.of(door.trustedProxies());
        } catch (IllegalArgumentException mistake) {
            throw new SettingMistake("gateway.door.trusted-proxies: " + mistake.getMessage());
        }
    }

    /** Whoever finds no place is told so by us, who know what may decide still; a source that turns them away looks like an outage. */
    private static void sources(GatewaySettings settings) {
        int most = settings.access().mostLoads();
        GatewaySettings.Core core = settings.core();
        if (core != null && core.maxConcurrent() > 0 && core.maxConcurrent() < most) {
            throw new SettingMistake("gateway.core.max-concurrent (" + core.maxConcurrent()
                    + ") must not be smaller than gateway.access.most-loads (" + most + ")");
        }
    }

    private static void access(Access access) {
        time("gateway.access.timeout", access.timeout(), "2s");
        time("gateway.access.reload-after", access.reloadAfter(), "60s");
        time("gateway.access.max-staleness", access.maxStaleness(), "5s");
        time("gateway.access.patience", access.patience(), "2500ms");
        number("gateway.access.most-loads", access.mostLoads(), 200);
        number("gateway.access.most-companies", access.mostCompanies(), 10_000);
        number("gateway.access.most-members", access.mostMembers(), 200_000);
        number("gateway.access.most-sessions", access.mostSessions(), 200_000);
        number("gateway.access.cold-lookups", access.coldLookups(), 20);
    }

    private static void redis(Redis redis) {
        time("gateway.redis.connect-timeout", redis.connectTimeout(), "1s");
        time("gateway.redis.command-timeout", redis.commandTimeout(), "500ms");
        time("gateway.redis.heartbeat", redis.heartbeat(), "1s");
        time("gateway.redis.pointer-life", redis.pointerLife(), "24h", 30);
        time("gateway.redis.wait-for-replica", redis.waitForReplica(), "200ms");
        number("gateway.redis.max-concurrent", redis.maxConcurrent(), 256);
    }

    private static void proxy(ProxySettings proxy) {
        number("gateway.proxy.max-connections", proxy.maxConnections(), 256);
        number("gateway.proxy.max-concurrent", proxy.maxConcurrent(), 1024);
        time("gateway.proxy.acquire-timeout", proxy.acquireTimeout(), "1s");
        time("gateway.proxy.connect-timeout", proxy.connectTimeout(), "1s");
        time("gateway.proxy.idle-timeout", proxy.idleTimeout(), "20s");
        time("gateway.proxy.stall-timeout", proxy.stallTimeout(), "1m");
    }

    private static void cors(CorsSettings cors) {
        try {
            Cors _ = Cors.of(cors);
        } catch (IllegalArgumentException mistake) {
            throw new SettingMistake(String.valueOf(mistake.getMessage()));
        }
    }

    private static void tls(GatewaySettings.Tls tls) {
        if (tls.protocols().isEmpty() || !TLS_VERSIONS.containsAll(tls.protocols())) {
            throw new SettingMistake("gateway.tls.protocols is " + tls.protocols()
                    + "; write one or both of TLSv1.3 and TLSv1.2, as in gateway.tls.protocols=TLSv1.3,TLSv1.2");
        }
    }

    private static void number(String key, long value, int usual) {
        if (value < 1) {
            throw new SettingMistake(
                    key + " is " + value + "; write a number of 1 or more, as in " + key + "=" + usual);
        }
    }

    private static void size(String key, DataSize value, String usual) {
        if (value.toBytes() < 1 || value.compareTo(MOST) > 0) {
            throw new SettingMistake(
                    key + " is " + value + "; write a size from 1B to 1MB, as in " + key + "=" + usual);
        }
    }

    private static void time(String key, Duration value, String usual) {
        time(key, value, usual, 1);
    }

    private static void time(String key, Duration value, String usual, int mostDays) {
        if (value.toMillis() < 1 || value.compareTo(Duration.ofDays(mostDays)) > 0) {
            throw new SettingMistake(key + " is " + value + "; write a time from 1ms to " + mostDays + "d, as in " + key
                    + "=" + usual);
        }
    }
}
