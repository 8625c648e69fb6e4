/**
 * What does a new policy change for requests? Compares two compiled route tables by the requests they take, never by
 * their text: who wins before and after, and who gains or loses by it. Pure; printing is for others.
 */
@NullMarked
package com.kisum.policy.diff;

import org.jspecify.annotations.NullMarked;
