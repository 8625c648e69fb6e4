package com.kisum.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is meant by what an operator wrote? */
final class SubnetTest {
    @ParameterizedTest
    @CsvSource({"10.0.0.0/8,10.255.0.1,true", "10.0.0.0/8,11.0.0.1,false", "10.0.0.7,10.0.0.7,true",
            "10.0.0.7,10.0.0.8,false", "10.0.0.7/32,10.0.0.7,true", "128.0.0.0/1,200.1.1.1,true",
            "128.0.0.0/1,127.1.1.1,false", "192.168.4.0/22,192.168.7.255,true", "192.168.4.0/22,192.168.8.0,false",
            "2001:db8::/32,2001:db8:ffff::1,true", "2001:db8::/32,2001:db9::1,false", "::1,::1,true", "::1,::2,false",
            "2001:db8::/65,2001:db8::7fff:ffff:ffff:ffff,true", "2001:db8::/65,2001:db8::8000:0:0:0,false",
            "2001:db8::/64,2001:db8::ffff:0:0:1,true", "2001:db8::/64,2001:db8:0:1::1,false",
            "10.0.0.0/8,::ffff:10.1.2.3,true", "::ffff:10.0.0.0/104,10.1.2.3,true", "::ffff:10.0.0.1,10.0.0.1,true",
            "::/1,10.0.0.1,false"})
    void holds(String network, String address, boolean held) {
        IpAddress parsed = IpAddress.parse(address);
        assertThat(parsed).isNotNull().satisfies(
                it -> assertThat(Subnet.parse(network).contains(it)).isEqualTo(held));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"10.0.0.5/8|write 10.0.0.0/8", "10.0.0.0/33|one of 1 to 32",
            "2001:db8::/129|one of 1 to 128", "0.0.0.0/0|believe everybody", "::/0|believe everybody",
            "proxy.internal|is no address", "10.0.0|is no address", "010.0.0.1|is no address", "''|is no address",
            "10.0.0.0/|no number", "10.0.0.0/a|no number", "10.0.0.0/8/8|no number", "fe80::1%eth0|is no address",
            "[::1]|is no address", "2001:db8::1/32|write 2001:db8::/32", "unknown|is no address"})
    void isToldWhatToWriteInstead(String network, String words) {
        assertThatThrownBy(() -> Subnet.parse(network)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words).hasMessageContaining("'" + network + "'");
    }
}
