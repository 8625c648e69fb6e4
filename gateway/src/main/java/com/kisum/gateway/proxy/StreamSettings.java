package com.kisum.gateway.proxy;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may go on with one backend that does not end by itself?
 *
 * @param most at most so many WebSockets and event streams to each, besides its other requests; one more is 503
 * @param idleTimeout how long they may be silent. A route whose {@code timeout} is longer has its own
 */
public record StreamSettings(@DefaultValue("4096") int most, @DefaultValue("5m") Duration idleTimeout) {}
