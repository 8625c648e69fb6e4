package com.kisum.gateway.client;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where does a request come from, as far as it is proven?
 *
 * @param hops its client first, then each trusted proxy it came through; the last is who is connected to us. None when that cannot be
 *            told any more
 * @param schemes what a trusted proxy says of the client's own connection, as it said it; nothing when none of them did
 * @param hosts which host the client asked, as such a proxy says it
 * @param ports at which port
 */
public record Origin(List<IpAddress> hops, List<String> schemes, List<String> hosts, List<String> ports) {
    static final Origin UNKNOWN = new Origin(List.of(), List.of(), List.of(), List.of());

    public Origin {
        hops = List.copyOf(hops);
    }

    /** Nobody stands between. */
    static Origin direct(IpAddress peer) {
        return new Origin(List.of(peer), List.of(), List.of(), List.of());
    }

    public IpAddress client() {
        return hops.isEmpty() ? IpAddress.UNSPECIFIED : hops.getFirst();
    }

    /** As {@code X-Forwarded-For} has it. What untrusted hands wrote to the left of the client is not in it. */
    public String chain() {
        return hops.size() == 1
                ? hops.getFirst().toString()
                : hops.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
    }
}
