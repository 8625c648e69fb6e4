/**
 * What is known about a company and a member: what was bought, what was granted, and what follows from both at an
 * instant. Nothing here knows of routes, files or HTTP; a type that exists is a fact whose grammar was checked.
 */
@NullMarked
package com.kisum.policy.access;

import org.jspecify.annotations.NullMarked;
