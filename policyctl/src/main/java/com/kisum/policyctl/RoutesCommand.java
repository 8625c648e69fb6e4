package com.kisum.policyctl;

import java.io.PrintWriter;
import org.apache.commons.cli.Options;

/** {@code routes}: the table as requests see it, inheritance resolved. */
final class RoutesCommand implements Subcommand {
    @Override
    public String synopsis() {
        return "[--format pretty|json] FILE";
    }

    @Override
    public String description() {
        return "Prints the effective table, most specific first.";
    }

    @Override
    public Options options() {
        return Arguments.noOptions().addOption(Arguments.format(RoutesReport.Format.class));
    }

    @Override
    public int fewest() {
        return 1;
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public int run(Arguments arguments, PrintWriter out, PrintWriter err) {
        RoutesReport.Format format = arguments.format(RoutesReport.Format.class, RoutesReport.Format.PRETTY);
        new RoutesReport(PolicySources.table(arguments.path(0))).print(format, out);
        return Exit.OK;
    }
}
