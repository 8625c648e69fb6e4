/** Starts policyctl on whatever Java runs the jar: by itself on 25, else on the 25 that it finds. */
@NullMarked
package com.kisum.policyctl.launch;

import org.jspecify.annotations.NullMarked;
