package com.kisum.policyctl;

import com.kisum.policy.PolicyEngine;
import com.kisum.policy.route.RouteTable;
import com.kisum.policy.test.Coverage;
import com.kisum.policy.test.TestResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** {@code test}: does the policy do what its tests say, and what would they not notice? */
final class TestCommand implements Subcommand {
    /** Every result on one routes.yml: several test files may share it, and cover it together. */
    private record Tested(RouteTable table, List<TestResult> results) {}

    @Override
    public String synopsis() {
        return "[--format pretty|json|junit] FILE…";
    }

    @Override
    public String description() {
        return "Runs test files and says which routes and requirements they do not reach.";
    }

    @Override
    public Options options() {
        return Arguments.noOptions().addOption(Arguments.format(TestReport.Format.class));
    }

    @Override
    public int fewest() {
        return 1;
    }

    @Override
    public int most() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int run(Arguments arguments, PrintWriter out, PrintWriter err) {
        TestReport.Format format = arguments.format(TestReport.Format.class, TestReport.Format.PRETTY);
        Map<Path, List<TestResult>> byFile = new LinkedHashMap<>();
        Map<Path, Tested> byPolicy = new LinkedHashMap<>();
        Map<Path, Stop> stops = new LinkedHashMap<>();
        for (Path file : arguments.paths()) {
            try {
                PolicySources.TestedPolicy policy = PolicySources.tests(file);
                List<TestResult> results = policy.tests().run(new PolicyEngine(policy.table()));
                policy.warnings().forEach(err::println);
                byFile.put(file, results);
                byPolicy.computeIfAbsent(policy.routesFile(), path -> new Tested(policy.table(), new ArrayList<>()))
                        .results().addAll(results);
            } catch (Stop stop) {
                stops.put(file, stop); // the other files are tested all the same
            }
        }
        stops.values().forEach(stop -> err.println(stop.getMessage()));
        Map<Path, Coverage> coverage = new LinkedHashMap<>();
        byPolicy.forEach((path, tested) -> coverage.put(path, Coverage.of(tested.table(), tested.results())));
        new TestReport(byFile, stops, coverage, out).print(format);
        if (!stops.isEmpty()) {
            return stops.values().stream().mapToInt(Stop::exit).max().orElse(Exit.DOES_NOT_COMPILE);
        }
        boolean passed = byFile.values().stream().flatMap(List::stream).allMatch(TestResult::passed);
        return passed ? Exit.OK : Exit.TESTS_FAILED;
    }
}
