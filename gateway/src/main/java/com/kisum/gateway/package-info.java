/** The gateway application: its packages are named for what happens to a request, in the order in which it happens. */
@NullMarked
package com.kisum.gateway;

import org.jspecify.annotations.NullMarked;
