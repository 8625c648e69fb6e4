package com.kisum.policy.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.policy.route.PathTemplate.Literal;
import com.kisum.policy.route.PathTemplate.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/**", "/a", "/a/b", "/a/**", "/*", "/*/**", "/{id}", "/a/{id}/b/*/**", "/{a}/{b}",
            "/A-Z.a_z~0", "/...", "/.a", "/a.", "/{_x-1}", "/{a}/{a}"})
    void readsWhatItWrites(String text) {
        assertThat(RouteBuilder.template(text)).hasToString(text);
    }

    @Test
    void readsSegmentsAndTheRest() {
        assertThat(RouteBuilder.template("/a/{id}/*/**")).isEqualTo(
                new PathTemplate(List.of(new Literal("a"), new Variable("id"), new Variable(null)), true));
        assertThat(RouteBuilder.template("/")).isEqualTo(new PathTemplate(List.of(), false));
        assertThat(RouteBuilder.template("/**")).isEqualTo(new PathTemplate(List.of(), true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "\"\"         | 0 | begins with '/'                | write /",
            "a/b        | 0 | begins with '/'                | write /a/b",
            "**         | 0 | begins with '/'                | write /**",
            "/a/        | 2 | does not end with '/'          | write /a:",
            "/a/b/      | 4 | does not end with '/'          | write /a/b:",
            "/a/**/     | 5 | does not end with '/'          | write /a/**:",
            "//         | 1 | an empty segment               | a single slash",
            "/a//b      | 3 | an empty segment               | a single slash",
            "/.         | 1 | a dot segment                  | the path that it stands for",
            "/a/../b    | 3 | a dot segment                  | the path that it stands for",
            "/a/**/b    | 3 | ** stands only at the end      | * for one segment",
            "/**/**     | 1 | ** stands only at the end      | * for one segment",
            "/a/b*      | 4 | one whole segment              | /** at the end",
            "/***       | 1 | one whole segment              | /** at the end",
            "/a%20b     | 2 | holds no escapes               | write {name}",
            "/{}        | 1 | neither a literal segment      | a letter and then",
            "/{1a}      | 1 | neither a literal segment      | a letter and then",
            "/{a        | 1 | neither a literal segment      | a letter and then",
            "/a}        | 2 | neither a literal segment      | a letter and then",
            "/a{b}      | 2 | neither a literal segment      | a letter and then",
            "/{a}b      | 1 | neither a literal segment      | a letter and then",
            "/{a}{b}    | 1 | neither a literal segment      | a letter and then",
            "/{a.b}     | 1 | neither a literal segment      | a letter and then",
            "/{*}       | 1 | neither a literal segment      | a letter and then",
            "/a/b:c     | 4 | ':' cannot stand in a template | write {name} for a segment",
            "/a?b       | 2 | '?' cannot stand in a template | write {name} for a segment",
            "/a;b       | 2 | ';' cannot stand in a template | write {name} for a segment",
            "/\\a       | 1 | '\\' cannot stand in a         | write {name} for a segment",
            "/a b       | 2 | ' ' cannot stand in a template | write {name} for a segment",
            "/caf\u00e9 | 4 | cannot stand in a template     | write {name} for a segment"})
    void saysWhatIsWrongWhereAndWhatToWriteInstead(String text, int offset, String problem, String advice) {
        assertThat(PathTemplate.parse(text)).isInstanceOfSatisfying(PathTemplate.Invalid.class, invalid -> {
            assertThat(invalid.offset()).isEqualTo(offset);
            assertThat(invalid.problem()).contains(problem);
            assertThat(invalid.advice()).contains(advice);
        });
    }

    @Test
    void namesACharacterOutsideTheBasicPlaneWhole() {
        assertThat(PathTemplate.parse("/a\ud83d\ude00"))
                .isInstanceOfSatisfying(PathTemplate.Invalid.class,
                        invalid -> assertThat(invalid.problem()).startsWith("'\ud83d\ude00'"));
    }

    @Test
    void boundsItsLength() {
        String longest = "/" + "a".repeat(PathTemplate.MAX_LENGTH - 1);
        assertThat(PathTemplate.parse(longest)).isInstanceOf(PathTemplate.Valid.class);
        assertThat(PathTemplate.parse(longest + "a")).isInstanceOfSatisfying(PathTemplate.Invalid.class,
                invalid -> assertThat(invalid.problem()).contains("at most 1024"));
    }

    @ParameterizedTest
    @CsvSource({"/, 0", "/a/b, 2", "/a/{x}/b, 1", "/*, 0", "/**, 0", "/a/b/**, 2"})
    void countsTheLiteralsItBeginsWith(String text, int count) {
        assertThat(RouteBuilder.template(text).leadingLiterals()).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({"/, /p/q", "/a, /p/q/a", "/**, /p/q/**", "/{x}/**, /p/q/{x}/**"})
    void standsUnderAPrefix(String text, String whole) {
        List<PathTemplate.Segment> prefix = RouteBuilder.template("/p/q").segments();
        assertThat(RouteBuilder.template(text).under(prefix)).isEqualTo(RouteBuilder.template(whole));
    }
}
