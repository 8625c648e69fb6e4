package com.kisum.gateway.tls;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** When are the certificate's files looked at? Again and again, as routes.yml is, and for the same reasons. */
public final class CertificateWatch implements AutoCloseable {
    private final ScheduledExecutorService looking = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("certificate-watch").factory());

    public CertificateWatch(Certificates certificates, Duration every) {
        var _ = looking.scheduleWithFixedDelay(certificates::look, every.toMillis(), every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
