package com.kisum.gateway.wiring;

import com.kisum.gateway.decide.OpenStreams;
import com.kisum.gateway.record.DecisionFeed;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;

/**
 * When is what never ends told to end? As soon as this gateway wants no more traffic, before the server begins to wait for what is in
 * flight.
 */
record LeavingStreams(OpenStreams streams,
        DecisionFeed feed) implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {
    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() == ReadinessState.REFUSING_TRAFFIC) {
            streams.leave();
            feed.close();
        }
    }
}
