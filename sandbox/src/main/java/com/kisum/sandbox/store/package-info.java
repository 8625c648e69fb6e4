/** The real stores: PostgreSQL and Redis as processes of ours, their data, and the relays that can cut them off. */
@NullMarked
package com.kisum.sandbox.store;

import org.jspecify.annotations.NullMarked;
