/** What clients see when Auth or Core misbehave, through the whole application and its real adapters. */
@NullMarked
package com.kisum.gateway.outage;

import org.jspecify.annotations.NullMarked;
