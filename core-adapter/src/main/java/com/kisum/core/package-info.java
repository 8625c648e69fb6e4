/**
 * What Core knows: what a company has bought. The port, its answers and the factory are public; how Core is reached and
 * its wire format stay in here.
 */
@NullMarked
package com.kisum.core;

import org.jspecify.annotations.NullMarked;
