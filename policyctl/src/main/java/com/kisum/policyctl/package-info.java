/** The operator's command line: opens files, asks the policy engine, prints what it says. Decides nothing itself. */
@NullMarked
package com.kisum.policyctl;

import org.jspecify.annotations.NullMarked;
