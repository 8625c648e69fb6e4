package com.kisum.sandbox.run;

/** What runs until it is closed. Closing never fails: there is nobody left to tell. */
public interface Part extends AutoCloseable {
    @Override
    void close();
}
