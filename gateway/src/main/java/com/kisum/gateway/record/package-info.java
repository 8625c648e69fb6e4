/** What is written down of a request: one decision event, and metrics. */
@NullMarked
package com.kisum.gateway.record;

import org.jspecify.annotations.NullMarked;
