package com.kisum.auth;

/** What came of reading a token's outside, before anything in it is believed. */
sealed interface JwsReading permits CompactJws, JwsReading.Refused {
    record Refused(TokenFault fault) implements JwsReading {}
}
