package com.kisum.core;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import reactor.netty.http.client.HttpClient;

/** How do the configured credentials get into every call? As a header, or as a part of the TLS handshake. */
final class CallerProof {
    private CallerProof() {}

    /** Keys and certificates are read here, once. */
    static UnaryOperator<HttpClient> of(CoreSettings settings, InstantSource clock) {
        return switch (settings.credentials()) {
            case Credentials.SharedSecret shared ->
                client -> client.headers(headers -> bear(headers, shared.secret().reveal()));
            case Credentials.InternalToken token -> bearingMinted(new TokenMint(token, clock));
            case Credentials.MutualTls tls -> showing(sslContext(tls), settings.timeout());
        };
    }

    private static UnaryOperator<HttpClient> bearingMinted(TokenMint mint) {
        return client -> client.headersWhen(headers -> mint.current().map(token -> bear(headers, token)));
    }

    private static UnaryOperator<HttpClient> showing(SslContext context, Duration timeout) {
        return client -> client.secure(tls -> tls.sslContext(context).handshakeTimeout(timeout));
    }

    private static HttpHeaders bear(HttpHeaders headers, String token) {
        return headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
    }

    private static SslContext sslContext(Credentials.MutualTls tls) {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS").trustManager(KeyFile.certificates(tls.trusted()));
        switch (tls.identity()) {
            case Credentials.Identity.Pkcs12 file -> builder.keyManager(KeyFile.pkcs12(file.file(), file.password()));
            case Credentials.Identity.Pem files -> {
                X509Certificate[] chain = KeyFile.certificates(files.certificates());
                builder.keyManager(KeyFile.privateKey(files.privateKey(), chain[0].getPublicKey().getAlgorithm()),
                        chain);
            }
        }
        try {
            return builder.build();
        } catch (SSLException | IllegalArgumentException refused) {
            throw new IllegalArgumentException("the certificate for Core cannot be used: " + refused.getMessage(),
                    refused);
        }
    }
}
