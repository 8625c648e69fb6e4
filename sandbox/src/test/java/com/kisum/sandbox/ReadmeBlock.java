package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.sandbox.Ports.Place;
import com.kisum.sandbox.run.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between two fences of the README, and what is it? {@code sh} is typed, {@code text} is what it prints, {@code log} is what
 * the sandbox's terminal says meanwhile; {@code console} and {@code yaml} belong to policyctl's test.
 *
 * @param line where it begins, for the person who looks for it
 */
record ReadmeBlock(int line, String language, String content) {
    private static final Pattern FENCE = Pattern.compile("(?m)^```([a-z]*)\n(.*?)^```$", Pattern.DOTALL);
    private static final Pattern INDENTED = Pattern.compile("(?m)^\n {4,}\\S.*$");

    private static final Pattern TABLE = Pattern.compile("(?m)^\\|.*\n(?:^\\|.*\n)+");

    static List<ReadmeBlock> all() throws IOException {
        String whole = text();
        List<ReadmeBlock> blocks = new ArrayList<>();
        Matcher fences = FENCE.matcher(whole);
        while (fences.find()) {
            int line = (int) whole.substring(0, fences.start()).lines().count() + 1;
            blocks.add(new ReadmeBlock(line, fences.group(1), fences.group(2)));
        }
        return blocks;
    }

    /** Blocks without a fence do not say what they are. */
    static List<String> indented() throws IOException {
        return INDENTED.matcher(FENCE.matcher(text()).replaceAll("")).results().map(found -> found.group().strip())
                .toList();
    }

    /** The rows of one table below that heading, the first being number 1, without their head. */
    static List<List<String>> table(String heading, int number) throws IOException {
        String below = text().split("\n#+ " + Pattern.quote(heading) + "\n", 2)[1];
        Matcher tables = TABLE.matcher(below);
        for (int found = 0; found < number; found++) {
            assertThat(tables.find()).as("table %s below %s", number, heading).isTrue();
        }
        return tables.group().lines().skip(2)
                .map(row -> List.of(row.substring(1, row.length() - 1).strip().split(" *\\| *", -1))).toList();
    }

    static String text() throws IOException {
        return Files.readString(WholePlatform.routes().resolveSibling("README.md"));
    }

    String firstLine() {
        return content.lines().findFirst().orElse("");
    }

    /** For the ports of that sandbox. */
    String on(Ports ports) {
        String here = content;
        for (Place place : Place.values()) {
            here = here.replace("127.0.0.1:" + usual(place), "127.0.0.1:" + ports.of(place));
        }
        return here;
    }

    /** Whether it may be asked again until a change has arrived: it changes nothing itself. */
    boolean isReading() {
        return Pattern.compile(" -X| -d|>|<<|\\bcp |\\$\\(").matcher(content).results().findAny().isEmpty();
    }

    /** What has to be found, one after the other: lines, of which an ellipsis leaves something out. */
    List<String> fragments() {
        return content.lines().flatMap(line -> Pattern.compile("…").splitAsStream(line)).map(String::strip)
                .filter(part -> !part.isEmpty()).toList();
    }

    /** The first of what has to be found that is not in that text behind the others; empty where all are. */
    String missingIn(String said) {
        int from = 0;
        for (String fragment : fragments()) {
            int at = said.indexOf(fragment, from);
            if (at < 0) {
                return fragment;
            }
            from = at + fragment.length();
        }
        return "";
    }

    private static int usual(Place place) {
        try {
            return Ports.of(Map.of()).of(place);
        } catch (StartFailure e) {
            throw new AssertionError(e);
        }
    }
}
