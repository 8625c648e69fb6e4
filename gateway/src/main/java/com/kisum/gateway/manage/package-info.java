/** What operators ask of a running gateway, on its own port. */
@NullMarked
package com.kisum.gateway.manage;

import org.jspecify.annotations.NullMarked;
