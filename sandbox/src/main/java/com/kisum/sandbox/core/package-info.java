/** The stand-in for Core: what companies have bought, over a real database. */
@NullMarked
package com.kisum.sandbox.core;

import org.jspecify.annotations.NullMarked;
