package com.kisum.sandbox.fault;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** In which ways can a service or store behave badly? */
public enum Fault {
    /** Nobody listens, and what was connected is cut. */
    DOWN,
    /** Every answer comes 15 seconds late. */
    SLOW,
    /** Every answer is an error in the service's own protocol. */
    ERROR,
    /** Every answer is noise. */
    GARBAGE;

    public static Optional<Fault> named(String name) {
        return Stream.of(values()).filter(fault -> fault.word().equals(name)).findFirst();
    }

    /** As it is written in requests and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
