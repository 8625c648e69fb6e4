package com.kisum.policyctl;

import com.kisum.policy.file.Diagnostic;
import com.kisum.policy.file.PolicyFile;
import java.io.PrintWriter;
import org.apache.commons.cli.Options;

/** {@code lint}: every mistake in a routes.yml, in one run. */
final class LintCommand implements Subcommand {
    private static final String STRICT = "strict";

    @Override
    public String synopsis() {
        return "[--format pretty|json|github] [--strict] FILE";
    }

    @Override
    public String description() {
        return "Finds every error and warning in a routes.yml.";
    }

    @Override
    public Options options() {
        return Arguments.noOptions().addOption(Arguments.format(DiagnosticReport.Format.class))
                .addOption(Arguments.flag(STRICT, "warnings count as errors"));
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
        DiagnosticReport.Format format = arguments.format(DiagnosticReport.Format.class,
                DiagnosticReport.Format.PRETTY);
        PolicyFile.Outcome outcome = PolicySources.compile(arguments.path(0));
        DiagnosticReport.print(outcome.diagnostics(), format, out);
        boolean fails = arguments.has(STRICT)
                ? !outcome.diagnostics().isEmpty()
                : !outcome.diagnostics().stream().allMatch(Diagnostic::isWarning);
        return fails ? Exit.DOES_NOT_COMPILE : Exit.OK;
    }
}
