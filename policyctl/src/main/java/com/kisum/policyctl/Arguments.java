package com.kisum.policyctl;

import com.kisum.policy.file.Suggestion;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** What a person wrote after a command's name, read as what it should be. */
final class Arguments {
    private final CommandLine line;

    Arguments(CommandLine line) {
        this.line = line;
    }

    static Options noOptions() {
        return new Options();
    }

    static Option flag(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }

    static Option valued(String name, String value, String description) {
        return Option.builder().longOpt(name).hasArg().argName(value).desc(description).get();
    }

    static <E extends Enum<E>> Option format(Class<E> formats) {
        return valued("format", "FORMAT", String.join(", ", names(formats)));
    }

    boolean has(String flag) {
        return line.hasOption(flag);
    }

    int count() {
        return line.getArgList().size();
    }

    String text(int index) {
        return line.getArgList().get(index);
    }

    Path path(int index) {
        return path(text(index));
    }

    List<Path> paths() {
        return line.getArgList().stream().map(Arguments::path).toList();
    }

    String required(String option) {
        String value = line.getOptionValue(option);
        if (value == null) {
            throw new Stop(Exit.WRONG_USAGE, "--" + option + " is missing");
        }
        return value;
    }

    Path requiredPath(String option) {
        return path(required(option));
    }

    /** {@code --format}, when someone says it. */
    <E extends Enum<E>> E format(Class<E> formats, E unlessSaid) {
        String value = line.getOptionValue("format");
        return value == null ? unlessSaid : choice(value, formats);
    }

    static <E extends Enum<E>> E choice(String value, Class<E> choices) {
        List<String> names = names(choices);
        if (!names.contains(value)) {
            throw new Stop(Exit.WRONG_USAGE, "'" + value + "' is not known here: " + Suggestion.among(value, names));
        }
        return Enum.valueOf(choices, value.toUpperCase(Locale.ROOT));
    }

    private static <E extends Enum<E>> List<String> names(Class<E> choices) {
        return Arrays.stream(choices.getEnumConstants()).map(choice -> choice.name().toLowerCase(Locale.ROOT)).toList();
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Stop(Exit.WRONG_USAGE, "'" + text + "' cannot be a path: " + e.getReason());
        }
    }
}
