/** What is promised of Redis, held to it by real servers: one, some behind Sentinel, and a Cluster. */
@NullMarked
package com.kisum.gateway.redis;

import org.jspecify.annotations.NullMarked;
