package com.kisum.bench;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs what its arguments say, as JMH's own main does; then reports, and exits with 1 when the bar is missed. */
public final class DecideBench {
    private DecideBench() {}

    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        Collection<RunResult> results = new Runner(new CommandLineOptions(args)).run();
        Report report = new Report(results);
        System.out.println("\n" + Machine.description());
        System.out.print(report.markdown());
        if (!report.isWithinTheBar()) {
            System.exit(1);
        }
    }
}
