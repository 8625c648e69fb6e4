package com.kisum.gateway.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** How long is the certificate good for, and did the last renewal work? What an alert needs to tell. */
public final class CertificateMeters {
    private final MeterRegistry meters;
    private final Counter taken;
    private final Counter refused;

    public CertificateMeters(MeterRegistry meters) {
        this.meters = meters;
        this.taken = reloads("success");
        this.refused = reloads("failure");
    }

    /**
     * @param secondsLeft below zero when it is over
     */
    void follow(Certificates certificates, ToDoubleFunction<Certificates> secondsLeft) {
        TimeGauge.builder("gateway.tls.certificate.expiry", certificates, TimeUnit.SECONDS, secondsLeft)
                .description("How long the certificate that clients are shown is still valid").register(meters);
    }

    void takenOver() {
        taken.increment();
    }

    void refused() {
        refused.increment();
    }

    private Counter reloads(String outcome) {
        return Counter.builder("gateway.tls.certificate.reloads").description("Changes of the certificate's files")
                .tag("outcome", outcome).register(meters);
    }
}
