/** The stand-in for Auth: logins, sessions, signed tokens, memberships and grants, over a real database. */
@NullMarked
package com.kisum.sandbox.auth;

import org.jspecify.annotations.NullMarked;
