/**
 * Two gateways, one Redis: does what one of them is told hold at the other, whatever fails between? Gateways and Redis are real; Auth
 * and Core are their ports' fakes, which count who asks and misbehave when told to.
 */
@NullMarked
package com.kisum.gateway.replicas;

import org.jspecify.annotations.NullMarked;
