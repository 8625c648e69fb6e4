/** The sentences that people read, pinned where someone would act on them. */
@NullMarked
package com.kisum.policy.words;

import org.jspecify.annotations.NullMarked;
