package com.kisum.gateway.proxy;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may go on with one backend?
 *
 * @param maxConnections at most so many connections to each; half of them for requests whose body is still coming
 * @param maxConcurrent at most so many requests at each, those that wait for a connection among them; one more is 503
 * @param acquireTimeout how long a request waits for a connection
 * @param connectTimeout how long a connection may take to stand
 * @param idleTimeout how long a connection is kept that nobody uses
 * @param stallTimeout how long a backend may take nothing of what it is sent; a route's {@code timeout}, where it is longer
 */
public record ProxySettings(@DefaultValue("256") int maxConnections, @DefaultValue("1024") int maxConcurrent,
        @DefaultValue("1s") Duration acquireTimeout, @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("20s") Duration idleTimeout, @DefaultValue("1m") Duration stallTimeout) {}
