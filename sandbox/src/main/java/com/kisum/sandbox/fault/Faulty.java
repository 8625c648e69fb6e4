package com.kisum.sandbox.fault;

import java.time.Duration;
import java.util.Optional;

/** What can be told to behave badly, and to stop that? */
public interface Faulty {
    /** How late a slow answer is. */
    Duration LATENESS = Duration.ofSeconds(15);

    /** Takes the place of a fault that was there. */
    void inflict(Fault fault);

    void heal();

    Optional<Fault> fault();
}
