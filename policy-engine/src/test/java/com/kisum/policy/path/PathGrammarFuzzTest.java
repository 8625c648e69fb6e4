package com.kisum.policy.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Does the grammar keep its promises on any bytes at all? In {@code mvn verify} on the inputs beside this class; with
 * {@code JAZZER_FUZZ=1} Jazzer looks for others.
 */
class PathGrammarFuzzTest {
    private static final String TAIL = "%[89ABab][0-9A-Fa-f]";

    /** One character of a segment: as it is, or escaped because it has to be. Section 9 once more, as one pattern. */
    private static final Pattern IN_SEGMENT = Pattern.compile(String.join("|", "[A-Za-z0-9._~!$&'()*+,=:@-]",
            "%2[01246789ABCabc]", "%3[ACDEacde]", "%40", "%5[BDEbde]", "%60", "%7[BCDbcd]",
            "%[Cc][2-9A-Fa-f]" + TAIL, "%[Dd][0-9A-Fa-f]" + TAIL, "%[Ee]0%[ABab][0-9A-Fa-f]" + TAIL,
            "%[Ee][1-9A-Ca-cEFef]" + TAIL + TAIL, "%[Ee][Dd]%[89][0-9A-Fa-f]" + TAIL,
            "%[Ff]0%[9ABab][0-9A-Fa-f]" + TAIL + TAIL, "%[Ff][1-3]" + TAIL + TAIL + TAIL,
            "%[Ff]4%8[0-9A-Fa-f]" + TAIL + TAIL));
    private static final Pattern IN_QUERY = Pattern
            .compile("[A-Za-z0-9._~!$&'()*+,=:@/?;\\[\\]-]|%[0-9A-Fa-f][0-9A-Fa-f]");

    @FuzzTest(maxDuration = "2m")
    void keepsItsPromises(byte[] target) {
        PathReading reading = PathGrammar.read(target.clone());
        String text = new String(target, StandardCharsets.ISO_8859_1);
        assertThat(reading instanceof CanonicalPath).as("canonical as the patterns see it: %s", text)
                .isEqualTo(isCanonical(text));
        assertThat(PathGrammar.read(target.clone())).isEqualTo(reading);
        switch (reading) {
            case PathReading.Refused refused -> assertThat(refused.offset()).isBetween(0, target.length);
            case CanonicalPath path -> assertWhole(path, text);
        }
    }

    private static void assertWhole(CanonicalPath path, String text) {
        assertThat(path).hasToString(text);
        assertThat(PathGrammar.read(path.toString())).isEqualTo(path);
        assertThat(path.query() == null ? path.path() : path.path() + "?" + path.query()).isEqualTo(text);
        String joined = "/" + String.join("/", path.segments());
        boolean trailing = path.segmentCount() > 0 && path.path().endsWith("/");
        assertThat(trailing ? joined + "/" : joined).isEqualTo(path.path());
        for (int i = 0; i < path.segmentCount(); i++) {
            byte[] segment = path.segments().get(i).getBytes(StandardCharsets.US_ASCII);
            assertThat(path.segmentIs(i, segment)).isTrue();
            assertThat(path.segmentHash(i)).isEqualTo(SegmentHash.of(segment));
        }
    }

    private static boolean isCanonical(String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        if (!path.startsWith("/") || !consistsOf(IN_QUERY, query)) {
            return false;
        }
        String withoutTrailing = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        List<String> segments = Arrays.asList(withoutTrailing.split("/", -1));
        return segments.stream().skip(1).allMatch(segment -> !segment.isEmpty() && !segment.equals(".")
                && !segment.equals("..") && consistsOf(IN_SEGMENT, segment));
    }

    /** One match after another up to the end; a single repeated group would overflow the stack on long input. */
    private static boolean consistsOf(Pattern part, String text) {
        Matcher matcher = part.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.region(end, text.length()).lookingAt()) {
                return false;
            }
            end = matcher.end();
        }
        return true;
    }
}
