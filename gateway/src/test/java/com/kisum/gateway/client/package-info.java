@NullMarked
package com.kisum.gateway.client;

import org.jspecify.annotations.NullMarked;
