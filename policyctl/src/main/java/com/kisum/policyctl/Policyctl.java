package com.kisum.policyctl;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line itself: {@code policyctl lint routes.yml}. */
@Command(name = "policyctl", description = "Checks, tests, explains and compares the gateway's route policy.", mixinStandardHelpOptions = true, versionProvider = PolicyctlVersion.class, synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:all is well",
        "2:wrong usage, or a file that cannot be opened", "3:a file does not compile", "4:a test failed",
        "5:diff found what it was told to fail on"})
public final class Policyctl implements Consumer<String[]>, Runnable {
    private static final String[] COMMANDS = {"lint", "test", "explain", "diff", "routes", "schema"};

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void accept(String[] args) {
        System.exit(run(args, writer(System.out), writer(System.err)));
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    /** Runs one command line and answers with its exit code. */
    public static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(new Policyctl());
        addCommands(commandLine, args);
        commandLine.setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> explain(e, command.getErr()));
        int exit = commandLine.execute(args);
        out.flush();
        err.flush();
        return exit;
    }

    /** Only the one that is asked for: describing the others to picocli would take longer than most linting. */
    private static void addCommands(CommandLine commandLine, String[] args) {
        for (String name : COMMANDS) {
            if (args.length > 0 && args[0].equals(name)) {
                commandLine.addSubcommand(command(name));
                return;
            }
        }
        for (String name : COMMANDS) {
            commandLine.addSubcommand(command(name));
        }
    }

    private static Object command(String name) {
        return switch (name) {
            case "lint" -> new LintCommand();
            case "test" -> new TestCommand();
            case "explain" -> new ExplainCommand();
            case "diff" -> new DiffCommand();
            case "routes" -> new RoutesCommand();
            default -> new SchemaCommand();
        };
    }

    /** Without a command: say which there are. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say which command");
    }

    private static int explain(Exception e, PrintWriter err) {
        if (e instanceof Stop stop) {
            err.println(stop.getMessage());
            return stop.exit();
        }
        StackTraceElement[] trace = e.getStackTrace();
        err.println("policyctl: a bug of ours, please report it: " + e + (trace.length == 0 ? "" : " at " + trace[0]));
        return Exit.OUR_FAULT;
    }
}
