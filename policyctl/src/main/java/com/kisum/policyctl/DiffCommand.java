package com.kisum.policyctl;

import com.kisum.policy.diff.Change;
import com.kisum.policy.diff.PolicyDiff;
import com.kisum.policy.route.RouteTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diff}: what would an edit change for requests, before it ships? */
@Command(name = "diff", description = "Says what changes for requests between two policies, what opens first.", mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OLD", description = "the routes.yml before")
    private Path before;

    @Parameters(index = "1", paramLabel = "NEW", description = "the routes.yml after")
    private Path after;

    @Option(names = "--fail-on-change", description = "exit 5 when anything changes for requests")
    private boolean failOnChange;

    @Option(names = "--fail-on-open", description = "exit 5 when anyone may pass who did not before")
    private boolean failOnOpen;

    @Override
    public Integer call() {
        RouteTable old = PolicySources.table(before);
        PolicyDiff diff = PolicyDiff.between(old, PolicySources.table(after));
        PrintWriter out = spec.commandLine().getOut();
        for (Change change : diff.changes()) {
            change.words().forEach(out::println);
            out.println();
        }
        out.println(summary(diff));
        boolean fails = (failOnChange && !diff.isEmpty()) || (failOnOpen && diff.opens());
        return fails ? Exit.CHANGED : Exit.OK;
    }

    private static String summary(PolicyDiff diff) {
        if (!diff.isComplete()) {
            return "These policies have more shapes of request than can be compared; what was found stands above.";
        }
        if (diff.isEmpty()) {
            return "nothing changes for any request";
        }
        long opening = diff.changes().stream().filter(change -> change.effect().opens()).count();
        return Counted.of(diff.changes().size(), "change") + ", " + opening + " of them opening";
    }
}
