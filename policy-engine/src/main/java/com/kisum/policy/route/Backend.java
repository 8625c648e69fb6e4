package com.kisum.policy.route;

import java.net.URI;

/** Where a route's requests go: scheme, host and port. */
public record Backend(String name, URI url) {}
