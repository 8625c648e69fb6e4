/**
 * The fakes of the ports, for the tests of those who use them; and for each port the contract that the fake and the real
 * one keep alike.
 */
@NullMarked
package com.kisum.auth;

import org.jspecify.annotations.NullMarked;
