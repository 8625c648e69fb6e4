package com.kisum.gateway.wiring;

import static com.kisum.gateway.wiring.SettingMistake.exactlyOne;
import static com.kisum.gateway.wiring.SettingMistake.given;

import com.kisum.core.Credentials;
import com.kisum.core.Credentials.Identity;
import com.kisum.core.Credentials.SigningKey;
import com.kisum.core.Secret;
import java.nio.file.Path;

/** Which of the three ways do the settings choose to prove to Core who we are? Exactly one: two would leave open which is meant. */
final class CoreCredentials {
    private static final String SECRET = "gateway.core.secret";
    private static final String TOKEN = "gateway.core.internal-token";
    private static final String TLS = "gateway.core.mtls";

    private CoreCredentials() {}

    static Credentials of(GatewaySettings.Core core) {
        String secret = core.secret();
        GatewaySettings.InternalToken token = core.internalToken();
        GatewaySettings.MutualTls tls = core.mtls();
        exactlyOne("Core must know us by", SECRET, secret, TOKEN, token, TLS, tls);
        if (secret != null) {
            return new Credentials.SharedSecret(Secret.of(secret));
        }
        if (token != null) {
            return new Credentials.InternalToken(given(TOKEN + ".issuer", token.issuer()),
                    given(TOKEN + ".audience", token.audience()), key(token));
        }
        return mutualTls(given(TLS, tls));
    }

    private static SigningKey key(GatewaySettings.InternalToken token) {
        Path keyFile = token.keyFile();
        exactlyOne("tokens for Core are signed with", TOKEN + ".key-file", keyFile, TOKEN + ".secret", token.secret());
        return keyFile != null
                ? new SigningKey.Private(keyFile, given(TOKEN + ".key-id", token.keyId()))
                : new SigningKey.Shared(Secret.of(given(TOKEN + ".secret", token.secret())));
    }

    private static Credentials mutualTls(GatewaySettings.MutualTls tls) {
        Path certificate = tls.certificate();
        Path keystore = tls.keystore();
        exactlyOne("our certificate for Core is in", TLS + ".certificate", certificate, TLS + ".keystore", keystore);
        Identity identity = certificate != null
                ? new Identity.Pem(certificate, given(TLS + ".key", tls.key()))
                : new Identity.Pkcs12(given(TLS + ".keystore", keystore),
                        Secret.of(given(TLS + ".keystore-password", tls.keystorePassword())));
        return new Credentials.MutualTls(identity, given(TLS + ".trust", tls.trust()));
    }
}
