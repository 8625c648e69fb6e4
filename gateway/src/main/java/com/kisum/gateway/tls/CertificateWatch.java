package com.kisum.gateway.tls;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When are the certificate's files looked at? Again and again, as routes.yml is, and for the same reasons. */
public final class CertificateWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final ScheduledExecutorService looking = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("certificate-watch").factory());

    public CertificateWatch(Certificates certificates, Duration every) {
        var _ = looking.scheduleWithFixedDelay(() -> look(certificates), every.toMillis(), every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** What fails once is looked at again: a watch that ended would be missed when the certificate has run out. */
    private static void look(Certificates certificates) {
        try {
            certificates.look();
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("an error of ours while the certificate's files were looked at; the one in use stays", bug);
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
