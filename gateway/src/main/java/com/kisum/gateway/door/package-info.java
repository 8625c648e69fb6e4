/** What two parsers could read differently is refused here, before anything else runs. */
@NullMarked
package com.kisum.gateway.door;

import org.jspecify.annotations.NullMarked;
