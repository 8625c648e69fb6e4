/** What the ports promise, and a fake that keeps it. */
@NullMarked
package com.kisum.gateway.fact;

import org.jspecify.annotations.NullMarked;
