/** What may this member do there? Loaded from the sources; a cache will stand behind the same port. */
@NullMarked
package com.kisum.gateway.access;

import org.jspecify.annotations.NullMarked;
