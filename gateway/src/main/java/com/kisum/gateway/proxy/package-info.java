/** What the backend sees, and what comes back from it. */
@NullMarked
package com.kisum.gateway.proxy;

import org.jspecify.annotations.NullMarked;
