package com.kisum.watch;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Which blocking do the tests put up with? Lettuce counts who writes to a connection behind a lock, held for as long as it takes to
 * add one. Two threads that write at the same instant meet there now and then. Where BlockHound refuses the second, the client
 * takes back a count that was never given ({@code DefaultEndpoint.write}: the counting stands inside its {@code try}); from
 * then on the count is negative, and everyone who writes to that connection or closes it waits for ever. So a guard that is there
 * to find waiting would cause it. Exempt is what Lettuce does under that lock, and nothing of ours but what it may call from there.
 */
public final class RedisClientExemption implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters");
        builder.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "doExclusive");
    }
}
