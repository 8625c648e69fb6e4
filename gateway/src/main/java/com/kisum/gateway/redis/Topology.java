package com.kisum.gateway.redis;

import java.util.List;
import java.util.function.Consumer;

/** Which servers take writes now? Told from the start and whenever it has changed; never known by asking once. */
interface Topology extends AutoCloseable {
    /** The listener is called on the keeping thread, and once more for each look, changed or not. */
    void follow(Consumer<List<Primary>> listener);

    /** Something does not fit any more: look again, soon. */
    void lookAgain();

    @Override
    void close();
}
