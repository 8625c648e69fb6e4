package com.kisum.auth;

/** How is the way to the database protected? */
public enum DatabaseTls {
    /** Plain text. */
    OFF,
    /** Encrypted where the server can; proves nothing. */
    PREFERRED,
    /** Encrypted, and the server's certificate is checked against the host's name. */
    VERIFIED
}
