/**
 * What Auth knows: whose token this is, whether the session lives, who is a member, what they were granted. Ports, their
 * answers and the factory are public; how Auth is reached (JWKS, HTTP, PostgreSQL) and its wire formats stay in here.
 */
@NullMarked
package com.kisum.auth;

import org.jspecify.annotations.NullMarked;
