/**
 * Everything that knows Redis: its keys, its scripts, its three ways of being many servers, and how it tells of changes by itself.
 * What a pointer or a fact means is not known here; that is the business of {@code com.kisum.gateway.fact}, whose ports are kept.
 */
@NullMarked
package com.kisum.gateway.redis;

import org.jspecify.annotations.NullMarked;
