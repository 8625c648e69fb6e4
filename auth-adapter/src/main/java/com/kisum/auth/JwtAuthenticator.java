package com.kisum.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/**
 * Is this token one that Auth signed, for us, and good now? Cheap questions come first: shape, header, key, signature,
 * and only then what it says.
 *
 * <p>A token seen again costs a look in a table. What is remembered is that a key signed these very bytes and what
 * they say; whether the key is still believed in and what the clock says is asked every time. Refusals are not remembered:
 * a stranger could make up as many as there is memory.
 */
final class JwtAuthenticator implements Authenticator {
    private record Remembered(TokenClaims.Reading.Held claims, SigningKey key) {}

    private final JwksKeys keys;
    private final TokenClaims claims;
    private final Duration skew;
    private final InstantSource clock;
    private final Cache<String, Remembered> seen;

    JwtAuthenticator(JwksKeys keys, AuthSettings settings, InstantSource clock) {
        this.keys = keys;
        this.claims = new TokenClaims(settings.issuer(), settings.audience());
        this.skew = settings.clockSkew();
        this.clock = clock;
        this.seen = Caffeine.newBuilder().maximumSize(settings.rememberedTokens()).build();
    }

    @Override
    public Mono<TokenVerdict> verify(String token) {
        return Mono.defer(() -> {
            Remembered remembered = seen.getIfPresent(token);
            return remembered != null && keys.believesIn(remembered.key())
                    ? Mono.just(now(remembered.claims()))
                    : lookAt(token);
        });
    }

    private Mono<TokenVerdict> lookAt(String token) {
        return switch (CompactJws.read(token)) {
            case JwsReading.Refused refused -> Mono.just(new TokenVerdict.Invalid(refused.fault()));
            case CompactJws jws -> keys.key(jws.kid()).map(lookup -> judged(token, jws, lookup));
        };
    }

    private TokenVerdict judged(String token, CompactJws jws, KeyLookup lookup) {
        return switch (lookup) {
            case KeyLookup.Known known -> judged(token, jws, known.key());
            case KeyLookup.Unknown _ -> new TokenVerdict.Invalid(TokenFault.UNKNOWN_KEY);
            case KeyLookup.Unavailable unavailable -> new TokenVerdict.KeysUnavailable(unavailable.cause());
        };
    }

    private TokenVerdict judged(String token, CompactJws jws, SigningKey key) {
        if (!key.signed(jws)) {
            return new TokenVerdict.Invalid(TokenFault.SIGNATURE);
        }
        return switch (claims.read(StrictBase64Url.decode(jws.payload()))) {
            case TokenClaims.Reading.Faulty faulty -> new TokenVerdict.Invalid(faulty.fault());
            case TokenClaims.Reading.Held held -> {
                TokenVerdict verdict = now(held);
                if (verdict instanceof TokenVerdict.Genuine) {
                    seen.put(token, new Remembered(held, key));
                }
                yield verdict;
            }
        };
    }

    private TokenVerdict now(TokenClaims.Reading.Held held) {
        Instant now = clock.instant();
        if (!now.isBefore(held.genuine().expiresAt().plus(skew))) {
            return new TokenVerdict.Expired();
        }
        return now.isBefore(held.notBefore().minus(skew))
                ? new TokenVerdict.Invalid(TokenFault.NOT_YET_VALID)
                : held.genuine();
    }
}
