/** Where a request comes from: which address its client has, and whose word is taken for that. No name is ever looked up. */
@NullMarked
package com.kisum.gateway.client;

import org.jspecify.annotations.NullMarked;
