package com.kisum.policyctl;

import com.kisum.policy.file.Diagnostic;
import com.kisum.policy.file.PolicyFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lint}: every mistake in a routes.yml, in one run. */
@Command(name = "lint", description = "Finds every error and warning in a routes.yml.", mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the routes.yml")
    private Path file;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}", defaultValue = "pretty")
    private DiagnosticReport.Format format;

    @Option(names = "--strict", description = "warnings count as errors")
    private boolean strict;

    @Override
    public Integer call() {
        PolicyFile.Outcome outcome = PolicySources.compile(file);
        DiagnosticReport.print(outcome.diagnostics(), format, spec.commandLine().getOut());
        boolean fails = strict
                ? !outcome.diagnostics().isEmpty()
                : !outcome.diagnostics().stream().allMatch(Diagnostic::isWarning);
        return fails ? Exit.DOES_NOT_COMPILE : Exit.OK;
    }
}
