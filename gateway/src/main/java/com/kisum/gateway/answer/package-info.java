/** The one place where a reason becomes an answer. */
@NullMarked
package com.kisum.gateway.answer;

import org.jspecify.annotations.NullMarked;
