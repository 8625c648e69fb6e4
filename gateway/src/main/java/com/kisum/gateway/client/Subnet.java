package com.kisum.gateway.client;

/**
 * Which addresses are meant by {@code 10.0.0.0/8}? An address alone means itself. What could be a slip of the pen is refused: a network with
 * bits behind its prefix, and one that holds everybody.
 */
record Subnet(IpAddress network, int bits) {
    private static final int MAPPED_BITS = IpAddress.V6_BITS - IpAddress.V4_BITS;

    /** Says in its exception what to write instead. */
    static Subnet parse(String text) {
        int slash = text.indexOf('/');
        String written = slash < 0 ? text : text.substring(0, slash);
        IpAddress address = IpAddress.parse(written);
        if (address == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address and no network; write 10.0.0.7, 10.0.0.0/8 or 2001:db8::/32");
        }
        int most = address.isV4() ? IpAddress.V4_BITS : IpAddress.V6_BITS;
        int bits = slash < 0 ? most : bits(text, slash, address.isV4() && written.indexOf(':') >= 0 ? MAPPED_BITS : 0);
        if (bits > most) {
            throw new IllegalArgumentException(
                    "'" + text + "' has a prefix that is longer than an address; write one of 1 to "
                            + most);
        }
        if (bits < 1) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' would believe everybody what they say of themselves; name the proxies' own networks");
        }
        Subnet subnet = new Subnet(address.first(bits), bits);
        if (!subnet.network.equals(address)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is an address in a network; write " + subnet.network + "/"
                            + bits + ", or the address alone");
        }
        return subnet;
    }

    private static int bits(String text, int slash, int less) {
        String digits = text.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' has a prefix that is no number; write a network as in 10.0.0.0/8");
        }
        return Integer.parseInt(digits) - less;
    }

    boolean contains(IpAddress address) {
        return address.isV4() == network.isV4() && address.first(bits).equals(network);
    }
}
