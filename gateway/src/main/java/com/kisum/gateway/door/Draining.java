package com.kisum.gateway.door;

import java.util.function.BooleanSupplier;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;

/**
 * Is this gateway about to go? From the moment at which it says that it wants no more traffic, what it answers on a connection is
 * the last answer there: whoever holds the connection takes the next request to another replica.
 */
public final class Draining implements BooleanSupplier, ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {
    private volatile boolean draining;

    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        draining = event.getState() == ReadinessState.REFUSING_TRAFFIC;
    }

    @Override
    public boolean getAsBoolean() {
        return draining;
    }
}
