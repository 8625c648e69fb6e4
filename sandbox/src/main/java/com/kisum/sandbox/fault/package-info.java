/** How parts of the platform behave badly: in which ways, and by which means. */
@NullMarked
package com.kisum.sandbox.fault;

import org.jspecify.annotations.NullMarked;
