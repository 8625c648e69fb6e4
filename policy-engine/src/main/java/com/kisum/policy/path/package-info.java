/**
 * From the raw bytes of a request-target to canonical segments, or to the reason why two parsers could read it
 * differently. The gateway's door, the compiler and policyctl share this one reading.
 */
@NullMarked
package com.kisum.policy.path;

import org.jspecify.annotations.NullMarked;
