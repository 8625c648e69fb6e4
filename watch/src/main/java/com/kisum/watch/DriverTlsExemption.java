package com.kisum.watch;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Which blocking do the tests put up with? The driver makes a TLS context on the event loop for each new connection, and that
 * reads random numbers from the system. It is rare, takes no wait, and cannot be told otherwise. Nothing of ours is exempt.
 */
public final class DriverTlsExemption implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.r2dbc.postgresql.client.ReactorNettyClient", "registerSslHandler");
    }
}
