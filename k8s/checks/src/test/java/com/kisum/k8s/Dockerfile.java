package com.kisum.k8s;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What does the Dockerfile say, instruction by instruction, continued lines put together? */
record Dockerfile(List<Instruction> instructions) {
    private static final Pattern CONTINUED = Pattern.compile("\\\\\n\\s*");
    private static final Pattern IN_BRACKETS = Pattern.compile("\"([^\"]*)\"");

    /** {@code COPY}, and what stands after it. */
    record Instruction(String name, String rest) {
        /** Its words; options of the instruction itself, as {@code --mount}, are none of the command's. */
        List<String> words() {
            if (rest.startsWith("[")) {
                return IN_BRACKETS.matcher(rest).results().map(found -> found.group(1)).toList();
            }
            return Arrays.stream(rest.split("\\s+", -1)).dropWhile(word -> word.startsWith("--")).toList();
        }
    }

    static Dockerfile read(String text) {
        List<Instruction> instructions = new ArrayList<>();
        String whole = text.lines().filter(line -> !line.startsWith("#")).reduce("", (all, line) -> all + line + "\n");
        CONTINUED.matcher(whole).replaceAll("").lines().filter(line -> !line.isBlank()).forEach(line -> {
            int space = line.indexOf(' ');
            instructions.add(new Instruction(line.substring(0, space), line.substring(space + 1).strip()));
        });
        return new Dockerfile(List.copyOf(instructions));
    }

    Stream<Instruction> every(String name) {
        return instructions.stream().filter(it -> it.name().equals(name));
    }

    /** Of the last stage, which is the image. */
    List<Instruction> image() {
        int last = instructions.lastIndexOf(every("FROM").reduce((_, later) -> later).orElseThrow());
        return instructions.subList(last, instructions.size());
    }

    Instruction ofImage(String name) {
        return image().stream().filter(it -> it.name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("the image has no " + name));
    }
}
