/**
 * Tests of a policy by the people who write it: members with what their company bought and what they were granted,
 * requests, and what should come of them. The catalog judges what members hold here, because a test with a misspelt key
 * proves nothing.
 */
@NullMarked
package com.kisum.policy.test;

import org.jspecify.annotations.NullMarked;
