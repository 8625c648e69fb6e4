package com.kisum.auth;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is a setting one that can work? The message names it and says what to write. */
final class SettingCheck {
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    private SettingCheck() {}

    static void that(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    static void text(String name, @Nullable String value) {
        that(value != null && !value.isBlank(), name + ": must be given");
    }

    static void between(String name, int value, int least, int most) {
        that(value >= least && value <= most, name + ": expected " + least + " to " + most + ", not " + value);
    }

    static void positive(String name, Duration value) {
        that(value.isPositive(), name + ": must be longer than nothing, not " + value);
    }

    static void timeout(String name, Duration value) {
        that(value.isPositive() && value.compareTo(MAX_TIMEOUT) <= 0,
                name + ": expected more than nothing and at most a minute, not " + value);
    }

    /** Read once at the start, so that a wrong file is told then and not with the first connection. */
    static void certificates(String name, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            that(!CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty(),
                    name + ": " + file + " holds no certificate");
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(name + ": " + file + " cannot be read", unreadable);
        } catch (CertificateException broken) {
            throw new IllegalArgumentException(name + ": " + file + " holds no certificates in PEM", broken);
        }
    }

    /** An address, and no name. */
    static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || host.indexOf(':') >= 0;
    }

    /** User information in a URI would reach logs; a fragment is never sent. */
    static void httpUri(String name, @Nullable URI uri) {
        that(uri != null && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
                && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())),
                name + ": expected http://host[:port][/path] or https://…, without user or fragment");
    }
}
