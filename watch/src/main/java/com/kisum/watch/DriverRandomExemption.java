package com.kisum.watch;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Which blocking do the tests put up with? For each new connection PostgreSQL's driver makes a TLS context on the event loop, and
 * where there is a password a nonce, too. Both read random numbers from the system: it is rare, takes no wait, and cannot be told
 * otherwise. Nothing of ours is exempt.
 */
public final class DriverRandomExemption implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.r2dbc.postgresql.client.ReactorNettyClient", "registerSslHandler");
        builder.allowBlockingCallsInside("com.ongres.scram.common.ScramFunctions", "nonce");
    }
}
