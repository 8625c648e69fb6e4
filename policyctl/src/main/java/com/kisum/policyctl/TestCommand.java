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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code test}: does the policy do what its tests say, and what would they not notice? */
@Command(name = "test", description = "Runs test files and says which routes and requirements they do not reach.", mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "routes-test.yml files")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}", defaultValue = "pretty")
    private TestReport.Format format = TestReport.Format.PRETTY;

    /** Every result on one routes.yml: several test files may share it, and cover it together. */
    private record Tested(RouteTable table, List<TestResult> results) {}

    @Override
    public Integer call() {
        Map<Path, List<TestResult>> byFile = new LinkedHashMap<>();
        Map<Path, Tested> byPolicy = new LinkedHashMap<>();
        List<Stop> stops = new ArrayList<>();
        for (Path file : files) {
            try {
                PolicySources.TestedPolicy policy = PolicySources.tests(file);
                List<TestResult> results = policy.tests().run(new PolicyEngine(policy.table()));
                byFile.put(file, results);
                byPolicy.computeIfAbsent(policy.routesFile(), path -> new Tested(policy.table(), new ArrayList<>()))
                        .results().addAll(results);
            } catch (Stop stop) {
                stops.add(stop); // the other files are tested all the same
            }
        }
        PrintWriter err = spec.commandLine().getErr();
        stops.forEach(stop -> err.println(stop.getMessage()));
        Map<Path, Coverage> coverage = new LinkedHashMap<>();
        byPolicy.forEach((path, tested) -> coverage.put(path, Coverage.of(tested.table(), tested.results())));
        new TestReport(byFile, coverage, spec.commandLine().getOut()).print(format);
        if (!stops.isEmpty()) {
            return stops.stream().mapToInt(Stop::exit).max().orElse(Exit.DOES_NOT_COMPILE);
        }
        boolean passed = byFile.values().stream().flatMap(List::stream).allMatch(TestResult::passed);
        return passed ? Exit.OK : Exit.TESTS_FAILED;
    }
}
