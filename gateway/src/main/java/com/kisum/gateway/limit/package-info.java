/**
 * How often may a route be used? One count for all replicas, kept elsewhere ({@link com.kisum.gateway.limit.SharedBuckets}), and a share of
 * it for each replica while that place cannot be asked.
 */
@NullMarked
package com.kisum.gateway.limit;

import org.jspecify.annotations.NullMarked;
