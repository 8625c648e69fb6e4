/** What may this member do there? From what is held, or from Auth and Core. */
@NullMarked
package com.kisum.gateway.access;

import org.jspecify.annotations.NullMarked;
