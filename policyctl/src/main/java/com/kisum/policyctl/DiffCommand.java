package com.kisum.policyctl;

import com.kisum.policy.diff.Change;
import com.kisum.policy.diff.PolicyDiff;
import com.kisum.policy.route.RouteTable;
import java.io.PrintWriter;
import org.apache.commons.cli.Options;

/** {@code diff}: what would an edit change for requests, before it ships? */
final class DiffCommand implements Subcommand {
    private static final String FAIL_ON_CHANGE = "fail-on-change";
    private static final String FAIL_ON_OPEN = "fail-on-open";

    @Override
    public String synopsis() {
        return "[--fail-on-change] [--fail-on-open] OLD NEW";
    }

    @Override
    public String description() {
        return "Says what changes for requests between two policies, what opens first.";
    }

    @Override
    public Options options() {
        return Arguments.noOptions()
                .addOption(Arguments.flag(FAIL_ON_CHANGE, "exit 5 when anything changes for requests"))
                .addOption(Arguments.flag(FAIL_ON_OPEN, "exit 5 when anyone may pass who did not before"));
    }

    @Override
    public int fewest() {
        return 2;
    }

    @Override
    public int most() {
        return 2;
    }

    @Override
    public int run(Arguments arguments, PrintWriter out, PrintWriter err) {
        RouteTable before = PolicySources.table(arguments.path(0));
        PolicyDiff diff = PolicyDiff.between(before, PolicySources.table(arguments.path(1)));
        for (Change change : diff.changes()) {
            change.words().forEach(out::println);
            out.println();
        }
        out.println(summary(diff));
        boolean fails = (arguments.has(FAIL_ON_CHANGE) && !diff.isEmpty())
                || (arguments.has(FAIL_ON_OPEN) && diff.opens());
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
