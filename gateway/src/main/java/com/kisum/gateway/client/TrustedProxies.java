package com.kisum.gateway.client;

import java.util.List;

/** Whose word is taken for where a request comes from? The proxies' that an operator has named, and nobody else's. */
public final class TrustedProxies {
    private final List<Subnet> networks;

    private TrustedProxies(List<Subnet> networks) {
        this.networks = networks;
    }

    /**
     * @param networks addresses or networks, as in {@code 10.0.0.0/8}; an {@link IllegalArgumentException} says what is none, and why
     */
    public static TrustedProxies of(List<String> networks) {
        return new TrustedProxies(networks.stream().map(String::strip).map(Subnet::parse).toList());
    }

    boolean include(IpAddress address) {
        for (Subnet network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
