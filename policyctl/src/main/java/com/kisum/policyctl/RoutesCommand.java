package com.kisum.policyctl;

import com.kisum.policy.route.RouteTable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code routes}: the table as requests see it, inheritance resolved. */
@Command(name = "routes", description = "Prints the effective table, most specific first.", mixinStandardHelpOptions = true)
final class RoutesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the routes.yml")
    private Path file;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}", defaultValue = "pretty")
    private RoutesReport.Format format;

    @Override
    public Integer call() {
        RouteTable table = PolicySources.table(file);
        new RoutesReport(table).print(format, spec.commandLine().getOut());
        return Exit.OK;
    }
}
