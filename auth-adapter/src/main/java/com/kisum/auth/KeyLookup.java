package com.kisum.auth;

/** What came of looking for the key that a token names. */
sealed interface KeyLookup {
    record Known(SigningKey key) implements KeyLookup {}

    /** Auth was asked recently enough, and has no such key. */
    record Unknown() implements KeyLookup {}

    /** Auth could not be asked. */
    record Unavailable(String cause) implements KeyLookup {}
}
