/** The management port, as operators ask it. */
@NullMarked
package com.kisum.gateway.manage;

import org.jspecify.annotations.NullMarked;
