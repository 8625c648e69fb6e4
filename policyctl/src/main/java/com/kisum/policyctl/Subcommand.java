package com.kisum.policyctl;

import java.io.PrintWriter;
import org.apache.commons.cli.Options;

/** One of the things that policyctl does. */
interface Subcommand {
    /** What follows the command's name, as in {@code [--strict] FILE}. */
    String synopsis();

    String description();

    Options options();

    /** How many arguments it takes besides its options. */
    int fewest();

    int most();

    /** Does it, and answers with the exit code. */
    int run(Arguments arguments, PrintWriter out, PrintWriter err);
}
