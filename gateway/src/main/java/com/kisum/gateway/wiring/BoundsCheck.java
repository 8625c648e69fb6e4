package com.kisum.gateway.wiring;

import com.kisum.gateway.proxy.ProxySettings;
import com.kisum.gateway.wiring.GatewaySettings.Door;
import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.unit.DataSize;

/**
 * Can these bounds bound anything? A limit of nothing or less is a slip, and to a library it often means none at all. Looked at before
 * anyone is given the settings.
 */
final class BoundsCheck implements BeanPostProcessor {
    private static final DataSize MOST = DataSize.ofMegabytes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof GatewaySettings settings) {
            door(settings.door());
            proxy(settings.proxy());
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
    }

    private static void proxy(ProxySettings proxy) {
        number("gateway.proxy.max-connections", proxy.maxConnections(), 256);
        number("gateway.proxy.max-concurrent", proxy.maxConcurrent(), 1024);
        time("gateway.proxy.acquire-timeout", proxy.acquireTimeout(), "1s");
        time("gateway.proxy.connect-timeout", proxy.connectTimeout(), "1s");
        time("gateway.proxy.idle-timeout", proxy.idleTimeout(), "20s");
    }

    private static void number(String key, int value, int usual) {
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
        if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
            throw new SettingMistake(
                    key + " is " + value + "; write a time from 1ms to 1d, as in " + key + "=" + usual);
        }
    }
}
