/**
 * From routes.yml to a {@link com.kisum.policy.route.RouteTable}, or to every mistake in it at once. Reading knows YAML
 * and where things stand; compiling knows what they mean together. Files are given as bytes: nothing here opens one.
 */
@NullMarked
package com.kisum.policy.file;

import org.jspecify.annotations.NullMarked;
