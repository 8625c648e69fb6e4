package com.kisum.policy.route;

import static com.kisum.policy.route.RouteBuilder.match;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTreeTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "none", value = {"GET /a, GET /a;                GET /a",
            "GET /a/{x}/c, GET /a/*/c;      GET /a/x/c", "GET /{a}, GET /{b};            GET /x",
            "GET /, GET /;                  GET /", "GET /a/**, GET /a/**;          GET /a",
            "GET|POST /a, POST|PUT /a;      POST /a", "ANY /a, ANY /a;                GET /a",
            "HEAD /a, GET|HEAD /a;          HEAD /a", "GET /a, POST /a;               none",
            "GET /a, HEAD /a;               none", "GET /a, ANY /a;                none",
            "GET /a, GET /a/**;             none", "GET /a, GET /{x};              none",
            "GET /{x}/b, GET /a/{y};        none", "GET /*, GET /**;               none"})
    void findsMatchesOfWhichNeitherIsMoreSpecific(String matches, String request) {
        List<TemplateTree.Ambiguity<Integer>> ambiguities = tree(matches).ambiguities();
        if (request == null) {
            assertThat(ambiguities).isEmpty();
        } else {
            assertThat(ambiguities).hasSize(1);
            assertThat(ambiguities.getFirst().request()).isEqualTo(request);
            assertThat(ambiguities.getFirst().first().owner()).isZero();
            assertThat(ambiguities.getFirst().second().owner()).isOne();
        }
    }

    @Test
    void namesEachPairOnceHoweverManyMethodsTheyShare() {
        assertThat(tree("GET|POST|PUT /a, GET|POST|PUT /a").ambiguities()).hasSize(1);
        assertThat(tree("GET|POST /a, GET /a, POST /a").ambiguities()).hasSize(2);
        assertThat(tree("GET /a, GET /a, GET /a").ambiguities()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"GET /a, GET /{x}, GET /**;                        ''",
            "GET|HEAD /a, ANY /a;                              ''",
            "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS /a, ANY /a; ANY /a",
            "GET|POST|PUT|PATCH|DELETE|OPTIONS /a, ANY /a;      ANY /a",
            "GET /a, GET /a/{x}/**, GET /a/**;                  GET /a/**",
            "GET /a, GET /a/{x}/**, GET|POST /a/**;             ''",
            "GET /a, GET /a/*, GET /a/*/**, GET /a/**;          GET /a/**",
            "GET /a, GET /a/*, GET /a/*/*, GET /a/*/*/**, GET /a/**; GET /a/**",
            "GET /a, GET /a/*, GET /a/*/*/**, GET /a/**;        GET /a/**",
            "GET /a, GET /a/*/*/**, GET /a/**;                  ''",
            "GET /a, GET /a/b/**, GET /a/**;                    ''",
            "ANY /, ANY /{x}/**, GET /**;                     GET /**",
            "GET /, HEAD /, GET /{x}/**, HEAD /**;              HEAD /**"})
    void findsMatchesThatWinNoRequest(String matches, String unreachable) {
        assertThat(String.join(", ",
                tree(matches).unreachable().stream().map(entry -> entry.match().toString()).toList()))
                .isEqualTo(unreachable);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"GET /a, GET /{x};               GET /{x} over GET /a",
            "GET /{x}, GET /**;              GET /** over GET /{x}",
            "GET /a/**, GET /**;             GET /** over GET /a/**",
            "GET /a, GET /a/**;              GET /a/** over GET /a",
            "GET /a/b/c, GET /a/{x}/c;       GET /a/{x}/c over GET /a/b/c",
            "GET /a, POST /{x};              ''", "GET /a, ANY /{x};               ANY /{x} over GET /a",
            "HEAD /a, GET /{x};              GET /{x} over HEAD /a",
            "GET /a, HEAD /{x};              HEAD /{x} over GET /a",
            "GET /a, GET /b/**;              ''", "GET /a/{x}, GET /{y}/b;         ''",
            "GET /a/**, GET /{x};            ''", "GET /a/**, GET /{x}/**;         GET /{x}/** over GET /a/**",
            "GET /a, ANY /a;                 ''"})
    void findsMatchesThatCoverMoreSpecificOnes(String matches, String expected) {
        List<String> covers = new ArrayList<>();
        tree(matches).forEachCover((general, specific) -> covers.add(general.match() + " over " + specific.match()));
        assertThat(String.join(", ", covers)).isEqualTo(expected);
    }

    @Test
    void listsMatchesInTheOrderInWhichRequestsSeeThem() {
        assertThat(tree("GET /**, GET /, ANY /a, GET /{x}, GET /a/**, GET /a/b, GET /a/{y}, GET /a").entries())
                .extracting(entry -> entry.match().toString())
                .containsExactly("GET /a/b", "GET /a/{y}", "GET /a", "ANY /a", "GET /a/**", "GET /{x}", "GET /",
                        "GET /**");
    }

    private static TemplateTree<Integer> tree(String matches) {
        TemplateTree<Integer> tree = new TemplateTree<>();
        int owner = 0;
        for (String match : matches.split(", ", -1)) {
            tree.add(match(match), owner++);
        }
        return tree;
    }
}
