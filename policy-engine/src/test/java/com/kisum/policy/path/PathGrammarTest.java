package com.kisum.policy.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGrammarTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/", "/a/b", "/a/b/", "/...", "/.a", "/a.", "/..a", "/a..", "/.../b", "/-._~",
            "/a:b@c+d,e*f!g$h&i'j(k)l=m", "/%20", "/%40", "/%2a", "/%7C", "/%C3%A9", "/%c3%a9", "/?", "/??", "/a?",
            "/a/?b=c", "/a?x=/../b", "/a?x=%2e%2F%00%ff", "/a?[x]=;y", "/internal", "/*"})
    void passesWhatEveryParserReadsAlike(String target) {
        assertThat(PathGrammar.read(target)).isInstanceOf(CanonicalPath.class).hasToString(target);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, value = {
            "\"\"           | NOT_ORIGIN_FORM    | 0", "*                | NOT_ORIGIN_FORM    | 0",
            "a/b            | NOT_ORIGIN_FORM    | 0", "http://host/a    | NOT_ORIGIN_FORM    | 0",
            "host:443       | NOT_ORIGIN_FORM    | 0", "?a               | NOT_ORIGIN_FORM    | 0",
            "//             | EMPTY_SEGMENT      | 1", "//a              | EMPTY_SEGMENT      | 1",
            "/a//b          | EMPTY_SEGMENT      | 3", "/a//             | EMPTY_SEGMENT      | 3",
            "/a//?b         | EMPTY_SEGMENT      | 3", "/a\\b            | BACKSLASH          | 2",
            "/a?b\\c        | BACKSLASH          | 4", "/a;b             | PATH_PARAMETER     | 2",
            "/;/a           | PATH_PARAMETER     | 1", "/a#b             | FRAGMENT           | 2",
            "/a?b#c         | FRAGMENT           | 4", "/a[b             | ILLEGAL_CHARACTER  | 2",
            "/a?b c         | ILLEGAL_CHARACTER  | 4", "/a{b}            | ILLEGAL_CHARACTER  | 2",
            "/%             | MALFORMED_ESCAPE   | 1", "/%4              | MALFORMED_ESCAPE   | 1",
            "/%4g           | MALFORMED_ESCAPE   | 1", "/a%u002e         | MALFORMED_ESCAPE   | 2",
            "/%%34          | MALFORMED_ESCAPE   | 1", "/%+1             | MALFORMED_ESCAPE   | 1",
            "/a?%           | MALFORMED_ESCAPE   | 3", "/a?%4            | MALFORMED_ESCAPE   | 3",
            "/a?%zz         | MALFORMED_ESCAPE   | 3", "/a%?41           | MALFORMED_ESCAPE   | 2",
            "/%41           | ESCAPED_UNRESERVED | 1", "/%7e             | ESCAPED_UNRESERVED | 1",
            "/a%2E%2e       | ESCAPED_UNRESERVED | 2", "/%30             | ESCAPED_UNRESERVED | 1",
            "/a%2fb         | ESCAPED_DELIMITER  | 2", "/a%2Fb           | ESCAPED_DELIMITER  | 2",
            "/a%5cb         | ESCAPED_DELIMITER  | 2", "/a%3bb           | ESCAPED_DELIMITER  | 2",
            "/a%25b         | ESCAPED_DELIMITER  | 2", "/a%3fb           | ESCAPED_DELIMITER  | 2",
            "/a%23b         | ESCAPED_DELIMITER  | 2", "/a%00b           | ESCAPED_CONTROL    | 2",
            "/a%1Fb         | ESCAPED_CONTROL    | 2", "/a%7fb           | ESCAPED_CONTROL    | 2"})
    void refusesWithTheFirstFaultAndItsPlace(String target, PathFault fault, int offset) {
        assertRefused(target, fault, offset);
    }

    @Test
    void refusesControlsBarsAndWhatIsNotAscii() {
        assertRefused("/a b", PathFault.ILLEGAL_CHARACTER, 2);
        assertRefused("/a|b", PathFault.ILLEGAL_CHARACTER, 2);
        assertRefused("/a?b|c", PathFault.ILLEGAL_CHARACTER, 4);
        assertRefused("/a\tb", PathFault.CONTROL, 2);
        assertRefused("/a\0", PathFault.CONTROL, 2);
        assertRefused("/a\u007f", PathFault.CONTROL, 2);
        assertRefused("/a\u001f", PathFault.CONTROL, 2);
        assertRefused("/a?b\r\n", PathFault.CONTROL, 4);
        assertRefused("/a\u00e9", PathFault.NOT_ASCII, 2);
        assertRefused("/a?\u00e9", PathFault.NOT_ASCII, 3);
        assertThat(PathGrammar.read(new byte[]{'/', (byte) 0x80}))
                .isEqualTo(new PathReading.Refused(PathFault.NOT_ASCII, 1));
    }

    /** A dot segment is known at its end, and that is where the fault is. */
    @ParameterizedTest
    @CsvSource({"/., 2", "/.., 3", "/./a, 2", "/../a, 3", "/a/., 4", "/a/./, 4", "/a/.., 5", "/a/../b, 5",
            "/a/..?b, 5"})
    void refusesDotSegments(String target, int offset) {
        assertRefused(target, PathFault.DOT_SEGMENT, offset);
    }

    @ParameterizedTest
    @CsvSource({"%C2%80, U+0080 is the first of two bytes", "%DF%BF, U+07FF is the last of two",
            "%E0%A0%80, U+0800 is the first of three", "%ED%9F%BF, U+D7FF stands just before the surrogates",
            "%EE%80%80, U+E000 stands just after them", "%EF%BF%BF, U+FFFF is the last of three",
            "%F0%90%80%80, U+10000 is the first of four", "%F4%8F%BF%BF, U+10FFFF is the last of all"})
    void passesUtf8UpToItsEdges(String escapes, String why) {
        assertThat(PathGrammar.read("/a" + escapes + "b")).as(why).isInstanceOf(CanonicalPath.class);
        assertThat(PathGrammar.read("/" + escapes)).as(why).isInstanceOf(CanonicalPath.class);
    }

    @ParameterizedTest
    @CsvSource({"%80, 0, a tail without a head", "%BF, 0, a tail without a head", "%C0%80, 0, an overlong NUL",
            "%C0%AF, 0, an overlong slash", "%C1%BF, 0, overlong", "%E0%9F%BF, 3, overlong in three bytes",
            "%E0%80%AF, 3, an overlong slash in three bytes", "%F0%8F%BF%BF, 3, overlong in four bytes",
            "%ED%A0%80, 3, the first surrogate", "%ED%BF%BF, 3, the last surrogate",
            "%F4%90%80%80, 3, just past U+10FFFF", "%F5%80%80%80, 0, a head past U+10FFFF",
            "%F8%88%80%80%80, 0, five bytes", "%FE, 0, never in UTF-8", "%FF, 0, never in UTF-8",
            "%C3, 0, one byte short", "%E2%82, 3, one byte short", "%F0%9F%98, 6, one byte short",
            "%C3%28, 3, a tail that is ASCII", "%C3%C3, 3, a tail that is a head", "%E2%82%28, 6, a third that is none",
            "%C3a, 0, an escape that an unescaped character follows", "%C3/%A9, 0, one character in two segments",
            "%C3?%A9, 0, one character across the query"})
    void refusesEscapesThatAreNotUtf8(String escapes, int offset, String why) {
        assertThat(PathGrammar.read("/" + escapes)).as(why)
                .isEqualTo(new PathReading.Refused(PathFault.INVALID_UTF8, 1 + offset));
    }

    @ParameterizedTest
    @CsvSource({"%C3%, 4", "%C3%A, 4", "%E2%82%, 7", "%F0%9F%98%8, 10", "%C3%G0, 4"})
    void refusesTruncatedEscapesInsideACharacter(String escapes, int offset) {
        assertRefused("/" + escapes, PathFault.MALFORMED_ESCAPE, offset);
    }

    @Test
    void decidesEachAsciiCharacterAsRfc3986Does() {
        String pchar = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@";
        for (char c = 0; c < 0x80; c++) {
            boolean inPath = pchar.indexOf(c) >= 0 || c == '/' || c == '?';
            boolean inQuery = pchar.indexOf(c) >= 0 || "/?;[]".indexOf(c) >= 0;
            assertThat(PathGrammar.read("/x" + c + "y") instanceof CanonicalPath).as("%02x in the path", (int) c)
                    .isEqualTo(inPath);
            assertThat(PathGrammar.read("/x?" + c + "y") instanceof CanonicalPath).as("%02x in the query", (int) c)
                    .isEqualTo(inQuery);
        }
    }

    @Test
    void decidesEachAsciiEscapeAsSection9Does() {
        String passing = " \"!$&'()*+,:<=>@[]^`{|}";
        for (char c = 0; c < 0x80; c++) {
            boolean passes = passing.indexOf(c) >= 0;
            for (String format : List.of("/x%%%02x", "/x%%%02X")) {
                String target = format.formatted((int) c);
                assertThat(PathGrammar.read(target) instanceof CanonicalPath).as(target).isEqualTo(passes);
            }
        }
    }

    @Test
    void takesOneTrailingSlashForNoSegment() {
        assertThat(read("/").segments()).isEmpty();
        assertThat(read("/a").segments()).containsExactly("a");
        assertThat(read("/a/").segments()).containsExactly("a");
        assertThat(read("/a/b/?c").segments()).containsExactly("a", "b");
    }

    @Test
    void keepsPathAndQueryAsTheyCame() {
        CanonicalPath path = read("/a/%C3%a9/?x=%2e&y");
        assertThat(path.segments()).containsExactly("a", "%C3%a9");
        assertThat(path.path()).isEqualTo("/a/%C3%a9/");
        assertThat(path.query()).isEqualTo("x=%2e&y");
        assertThat(read("/a").query()).isNull();
        assertThat(read("/a?").query()).isEmpty();
        assertThat(read("/a?b?c").query()).isEqualTo("b?c");
    }

    @Test
    void hashesEachSegmentAsTheCompilerHashesALiteral() {
        CanonicalPath path = read("/a/%C3%A9b/%20/c-d/");
        for (int i = 0; i < path.segmentCount(); i++) {
            byte[] segment = path.segments().get(i).getBytes(StandardCharsets.US_ASCII);
            assertThat(path.segmentHash(i)).isEqualTo(SegmentHash.of(segment));
            assertThat(path.segmentIs(i, segment)).isTrue();
        }
        assertThat(path.segmentIs(0, "A".getBytes(StandardCharsets.US_ASCII))).isFalse();
        assertThat(path.segmentIs(0, "ab".getBytes(StandardCharsets.US_ASCII))).isFalse();
    }

    @Test
    void readsMoreSegmentsThanItMadeRoomFor() {
        List<String> segments = IntStream.range(0, 3000).mapToObj(i -> "s" + i).toList();
        assertThat(read("/" + String.join("/", segments)).segments()).isEqualTo(segments);
    }

    @Test
    void tellsTargetsApartByTheirBytes() {
        assertThat(read("/a/b?c")).isEqualTo(read("/a/b?c")).hasSameHashCodeAs(read("/a/b?c"));
        assertThat(read("/a/b")).isNotEqualTo(read("/a/b/")).isNotEqualTo(read("/A/b"));
    }

    @Test
    void explainsEveryFault() {
        assertThat(PathFault.values()).allSatisfy(fault -> assertThat(fault.explanation()).isNotBlank());
        assertThat(PathFault.values()).extracting(PathFault::explanation).doesNotHaveDuplicates();
    }

    private static CanonicalPath read(String target) {
        PathReading reading = PathGrammar.read(target);
        assertThat(reading).isInstanceOf(CanonicalPath.class);
        return (CanonicalPath) reading;
    }

    private static void assertRefused(String target, PathFault fault, int offset) {
        assertThat(PathGrammar.read(target)).isEqualTo(new PathReading.Refused(fault, offset));
    }
}
