package com.kisum.gateway.proxy;

/** What goes on after its head was sent, and what can be done about it? It can be ended. */
public interface Stream {
    Kind kind();

    /** Begins to end it and waits for nothing. More than once, and when it is over, does no harm. */
    void end(Farewell why);

    /** How it goes on. */
    enum Kind {
        /** Both ways, by frames. */
        WEBSOCKET,
        /** {@code text/event-stream}: nobody expects its end. */
        EVENTS
    }
}
