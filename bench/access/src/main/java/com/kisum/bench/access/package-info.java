/**
 * What does held access cost, and how fast is a change of it enforced? Programs that use the gateway's own classes, or its jar, with
 * nothing in between. Nothing here ships.
 */
@NullMarked
package com.kisum.bench.access;

import org.jspecify.annotations.NullMarked;
