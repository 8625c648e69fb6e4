package com.kisum.sandbox.run;

/** Where do people see how far starting has come? */
@FunctionalInterface
public interface Progress {
    Progress SILENT = (what, where) -> {};

    void started(String what, String where);
}
