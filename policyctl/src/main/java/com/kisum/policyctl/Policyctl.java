package com.kisum.policyctl;

import com.kisum.policy.file.Suggestion;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The command line itself: {@code policyctl lint routes.yml}. */
public final class Policyctl implements Consumer<String[]> {
    private static final Map<String, Subcommand> COMMANDS = commands();

    private final PrintWriter out;
    private final PrintWriter err;

    /** For the launcher, which knows this class by name only. */
    public Policyctl() {
        this(writer(System.out), writer(System.err));
    }

    Policyctl(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    private static Map<String, Subcommand> commands() {
        Map<String, Subcommand> commands = new LinkedHashMap<>();
        commands.put("lint", new LintCommand());
        commands.put("test", new TestCommand());
        commands.put("explain", new ExplainCommand());
        commands.put("diff", new DiffCommand());
        commands.put("routes", new RoutesCommand());
        commands.put("schema", new SchemaCommand());
        return commands;
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    @Override
    public void accept(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command line and answers with its exit code. */
    int run(String... args) {
        int exit;
        try {
            exit = dispatch(args);
        } catch (Stop stop) {
            err.println(stop.getMessage());
            exit = stop.exit();
        } catch (RuntimeException bug) {
            StackTraceElement[] trace = bug.getStackTrace();
            err.println("policyctl: a bug of ours, please report it: " + bug
                    + (trace.length == 0 ? "" : " at " + trace[0]));
            exit = Exit.OUR_FAULT;
        }
        out.flush();
        err.flush();
        return exit;
    }

    private int dispatch(String[] args) {
        if (args.length == 0) {
            printUsage(err);
            return Exit.WRONG_USAGE;
        }
        switch (args[0]) {
            case "--help", "-h", "help" -> {
                printUsage(out);
                return Exit.OK;
            }
            case "--version", "-V" -> {
                String version = Policyctl.class.getPackage().getImplementationVersion();
                out.println("policyctl " + (version == null ? "(not packaged)" : version));
                return Exit.OK;
            }
            default -> {
                Subcommand command = COMMANDS.get(args[0]);
                if (command == null) {
                    throw new Stop(Exit.WRONG_USAGE, "policyctl has no command '" + args[0] + "': "
                            + Suggestion.among(args[0], COMMANDS.keySet()));
                }
                return run(args[0], command, Arrays.copyOfRange(args, 1, args.length));
            }
        }
    }

    private int run(String name, Subcommand command, String[] args) {
        if (Arrays.asList(args).contains("--help") || Arrays.asList(args).contains("-h")) {
            printUsage(name, command, out);
            return Exit.OK;
        }
        Arguments arguments;
        try {
            arguments = new Arguments(new DefaultParser(false).parse(command.options(), args));
        } catch (ParseException e) {
            throw wrongUsage(name, command, String.valueOf(e.getMessage()));
        }
        if (arguments.count() < command.fewest() || arguments.count() > command.most()) {
            throw wrongUsage(name, command, arguments.count() < command.fewest()
                    ? "an argument is missing"
                    : "unexpected argument '" + arguments.text(command.most()) + "'");
        }
        return command.run(arguments, out, err);
    }

    private static Stop wrongUsage(String name, Subcommand command, String problem) {
        return new Stop(Exit.WRONG_USAGE, problem + "\nusage: policyctl " + name + " " + command.synopsis());
    }

    private static void printUsage(String name, Subcommand command, PrintWriter to) {
        to.println("usage: policyctl " + name + " " + command.synopsis());
        to.println(command.description());
        Options options = command.options();
        for (Option option : options.getOptions()) {
            String value = option.hasArg() ? " " + option.getArgName() : "";
            to.println("  --" + option.getLongOpt() + value + ": " + option.getDescription());
        }
    }

    private static void printUsage(PrintWriter to) {
        to.println("usage: policyctl COMMAND …   (policyctl COMMAND --help says more)");
        COMMANDS.forEach((name, command) -> to.println("  " + name + ": " + command.description()));
        to.println();
        to.println("Exit codes:");
        to.println("  0: all is well");
        to.println("  1: a bug of ours");
        to.println("  2: wrong usage, or a file that cannot be opened");
        to.println("  3: a file does not compile, or has warnings under lint --strict");
        to.println("  4: a test failed");
        to.println("  5: diff found what it was told to fail on");
    }
}
