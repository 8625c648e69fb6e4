/**
 * What does a decision cost? JMH benchmarks of matching and deciding, beside others who decide the same question, and
 * the report that holds them to the bar. Nothing here ships.
 */
@NullMarked
package com.kisum.bench;

import org.jspecify.annotations.NullMarked;
