package com.kisum.gateway.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificate is in force, and when does another take over? When certificate and key belong together and their time has come;
 * the last good pair stays in force while the files are broken, half written or away.
 *
 * <p>The content decides whether there is something new, as it does for routes.yml, and must be read twice alike: two files cannot be
 * replaced at one go, so there may be a moment at which the certificate is the new one and the key the old.
 */
public final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final CertificateFiles files;
    private final Choice choice;
    private final CertificateMeters meters;
    private final InstantSource clock;
    private final SslContext context = new CurrentContext(() -> get().context);
    private String lastRead;
    private String judged;
    private Instant lookAgainAt = Instant.MAX;
    private volatile InForce inForce;
    private volatile @Nullable Renewal lastRenewal;

    /**
     * What does not depend on the certificate.
     *
     * @param protocols as the JVM calls them: {@code TLSv1.3}
     * @param applications by the names of ALPN, the preferred one first
     */
    public record Choice(List<String> protocols, List<String> applications) {}

    private record InForce(ServerCertificate certificate, Instant endsAt, SslContext context) {}

    private sealed interface Outcome {
        record Usable(InForce pair) implements Outcome {}

        /**
         * @param until when it is worth another look: its time may only be to come
         */
        record Unusable(String why, Instant until) implements Outcome {}
    }

    private Certificates(CertificateFiles files, Choice choice, CertificateMeters meters, InstantSource clock,
            String mark, InForce first) {
        this.files = files;
        this.choice = choice;
        this.meters = meters;
        this.clock = clock;
        this.lastRead = mark;
        this.judged = mark;
        this.inForce = first;
    }

    /**
     * @throws CertificateNotLoaded where there is none to begin with
     */
    public static Certificates begin(CertificateFiles files, Choice choice, CertificateMeters meters,
            InstantSource clock) {
        CertificateFiles.Content content = files.read();
        return switch (outcome(content.reading(), choice, clock)) {
            case Outcome.Unusable(String why, Instant _) -> throw new CertificateNotLoaded(why);
            case Outcome.Usable(InForce pair) -> {
                Certificates begun = new Certificates(files, choice, meters, clock, content.mark(), pair);
                meters.follow(begun, each -> Duration
                        .between(clock.instant(), each.inForce.endsAt).toSeconds());
                LOG.info("clients are shown the certificate of {}", pair.certificate);
                yield begun;
            }
        };
    }

    /** For every connection: each begins with what is in force then. */
    public SslContext context() {
        return context;
    }

    public ServerCertificate certificate() {
        return inForce.certificate;
    }

    /** When clients may begin to refuse it: the earliest end in its chain, but for what had ended when it was taken over. */
    public Instant endsAt() {
        return inForce.endsAt;
    }

    /** None where the files have not changed since the start. */
    public Optional<Renewal> lastRenewal() {
        return Optional.ofNullable(lastRenewal);
    }

    private InForce get() {
        return inForce;
    }

    /** Looks at the files. */
    synchronized void look() {
        CertificateFiles.Content now = files.read();
        boolean settled = now.mark().equals(lastRead);
        lastRead = now.mark();
        if (settled && (!now.mark().equals(judged) || clock.instant().isAfter(lookAgainAt))) {
            judge(now);
        }
    }

    private void judge(CertificateFiles.Content content) {
        judged = content.mark();
        lookAgainAt = Instant.MAX;
        switch (outcome(content.reading(), choice, clock)) {
            case Outcome.Unusable(String why, Instant until) -> {
                lookAgainAt = until;
                lastRenewal = new Renewal.Refused(clock.instant(), why);
                meters.refused();
                LOG.error("{}: changed, and not taken over: {}. Clients are still shown the certificate of {}",
                        files.paths(), why, inForce.certificate);
            }
            case Outcome.Usable(InForce pair) -> {
                inForce = pair;
                lastRenewal = new Renewal.TakenOver(clock.instant());
                meters.takenOver();
                LOG.info("{}: clients are shown the certificate of {} from now on", files.paths(), pair.certificate);
            }
        }
    }

    private static Outcome outcome(CertificateReading reading, Choice choice, InstantSource clock) {
        return switch (reading) {
            case CertificateReading.Refused(String why) -> new Outcome.Unusable(why, Instant.MAX);
            case CertificateReading.Read(ServerCertificate certificate) -> {
                Instant now = clock.instant();
                String fault = certificate.fault(now);
                yield fault == null
                        ? context(certificate, now, choice)
                        : new Outcome.Unusable(fault, now.isBefore(certificate.beginsAt())
                                ? certificate.beginsAt()
                                : Instant.MAX);
            }
        };
    }

    private static Outcome context(ServerCertificate certificate, Instant now, Choice choice) {
        for (X509Certificate late : certificate.outOfTime(now)) {
            LOG.warn(
                    "beside the certificate of {} stands one of {} that holds from {} to {}; clients that need it are lost",
                    certificate, late.getSubjectX500Principal(), late.getNotBefore().toInstant(),
                    late.getNotAfter().toInstant());
        }
        try {
            return new Outcome.Usable(new InForce(certificate, certificate.endsAfter(now), SslContextBuilder
                    .forServer(certificate.key(), certificate.chain().toArray(X509Certificate[]::new))
                    .protocols(choice.protocols())
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(alpn(choice.applications())).build()));
        } catch (SSLException | IllegalArgumentException unusable) {
            return new Outcome.Unusable("certificate and key cannot be used: " + unusable.getMessage(), Instant.MAX);
        }
    }

    /** Who offers nothing, or nothing that is spoken here, is answered in HTTP/1.1. */
    private static ApplicationProtocolConfig alpn(List<String> applications) {
        return new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, applications);
    }

    /** What is spoken over TLS. */
    public static List<String> applications(boolean http2) {
        return http2
                ? List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
                : List.of(ApplicationProtocolNames.HTTP_1_1);
    }
}
