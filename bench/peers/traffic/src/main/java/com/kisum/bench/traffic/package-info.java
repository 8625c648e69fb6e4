/** Both ends of what bench/compare measures: the backend behind the gateways, and the load in front of them. */
@NullMarked
package com.kisum.bench.traffic;

import org.jspecify.annotations.NullMarked;
