@NullMarked
package com.kisum.gateway.limit;

import org.jspecify.annotations.NullMarked;
