package com.kisum.watch;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Which blocking do the tests put up with? Netty's adaptive allocator takes a lock when threads that allocate at once make
 * it split its pool, which is rare, short and its own business. Nothing of ours is exempt.
 */
public final class NettyAllocatorExemption implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup",
                "tryExpandMagazines");
    }
}
