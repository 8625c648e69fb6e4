/**
 * What is held of what Auth and Core said, and whether it is still so. A fact has a version; a pointer in Redis says which version
 * is current. Here nothing knows how Redis is reached, and nothing knows HTTP.
 */
@NullMarked
package com.kisum.gateway.fact;

import org.jspecify.annotations.NullMarked;
