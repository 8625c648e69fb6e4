/** What clients are shown so that they know whom they talk to: a certificate and its key, read again when their files change. */
@NullMarked
package com.kisum.gateway.tls;

import org.jspecify.annotations.NullMarked;
