package com.kisum.policyctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The README keeps its word: each policyctl command in a console block prints exactly what stands below it. Runs in the project's folder;
 * what depends on something typed before is for the sandbox's story.
 */
class ReadmeTest {
    private static final String JAR = "$ java -jar policyctl/target/policyctl.jar ";
    private static final Pattern CONSOLE = Pattern.compile("```console\n(.*?)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> everyCommandPrintsWhatIsShown() throws IOException {
        List<DynamicTest> commands = new ArrayList<>();
        Matcher blocks = CONSOLE.matcher(Files.readString(Path.of("README.md")));
        while (blocks.find()) {
            String command = blocks.group(1);
            String shown = blocks.group(2);
            commands.add(DynamicTest.dynamicTest(command, () -> assertThat(run(command)).isEqualTo(shown)));
        }
        assertThat(commands).hasSizeGreaterThan(4);
        return commands.stream();
    }

    @Test
    void theExampleIsTheFileThatTheCommandsUse() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        assertThat(example.find()).isTrue();
        assertThat(example.group(1)).isEqualTo(Files.readString(Path.of("docs/before.yml")));
    }

    private static String run(String command) {
        assertThat(command).startsWith(JAR);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        new Policyctl(new PrintWriter(out), new PrintWriter(err)).run(command.substring(JAR.length()).split(" ", -1));
        assertThat(err.toString()).isEmpty();
        return out.toString();
    }
}
