package com.kisum.gateway.proxy;

/** Who wants to know of what goes on, so as to end it? */
public interface StreamListener {
    /**
     * @return what is to be run, once, when it is over
     */
    Runnable opened(Stream stream);
}
