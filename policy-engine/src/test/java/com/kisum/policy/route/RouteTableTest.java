package com.kisum.policy.route;

import static com.kisum.policy.route.RouteBuilder.allOf;
import static com.kisum.policy.route.RouteBuilder.module;
import static com.kisum.policy.route.RouteBuilder.path;
import static com.kisum.policy.route.RouteBuilder.permission;
import static com.kisum.policy.route.RouteBuilder.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
    /** Each table is tried in the order given and in reverse: the order of routes never matters. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            // literal before variable
            "GET /a, GET /{x}, GET /**;                     GET /a;       GET /a",
            "GET /a, GET /{x}, GET /**;                     GET /b;       GET /{x}",
            "GET /a, GET /*, GET /**;                       GET /b/c;     GET /**",
            // from the left: the first segment that differs decides, however the rest looks
            "GET /a/{x}/{y}, GET /{x}/b/c;                  GET /a/b/c;   GET /a/{x}/{y}",
            "GET /a/**, GET /{x}/b/c;                       GET /a/b/c;   GET /a/**",
            "GET /a/{x}/**, GET /a/**, GET /**;             GET /a/b/c;   GET /a/{x}/**",
            // variable before end, end before /**
            "GET /a, GET /a/**;                             GET /a;       GET /a",
            "GET /a, GET /a/**;                             GET /a/b;     GET /a/**",
            "GET /a/{x}, GET /a/**;                         GET /a/b;     GET /a/{x}",
            "GET /a/{x}/**, GET /a/{x};                     GET /a/b;     GET /a/{x}",
            "GET /, GET /**;                                GET /;        GET /",
            "GET /**;                                       GET /;        GET /**",
            // back where the more specific way leads nowhere
            "GET /a/b/c, GET /a/{x}/d, GET /{x}/b/e;        GET /a/b/d;   GET /a/{x}/d",
            "GET /a/b/c, GET /a/{x}/d, GET /{x}/b/e;        GET /a/b/e;   GET /{x}/b/e",
            "GET /a/b/c, GET /a/**;                         GET /a/b/d;   GET /a/**",
            "GET /a/b/c, GET /a/{x}/d, GET /**;             GET /a/b/x;   GET /**",
            "GET /a/{x}/c, GET /{x}/b/d, GET /*/*/**;       GET /a/b/e;   GET /*/*/**",
            // what takes the method, not what is most specific
            "GET /a, POST /{x};                             POST /a;      POST /{x}",
            "GET /a/b, POST /a/**, ANY /**;                 POST /a/b;    POST /a/**",
            "GET /a/b, POST /a/**, ANY /**;                 PUT /a/b;     ANY /**",
            // a named method over ANY, of one shape only
            "ANY /a, GET /a;                                GET /a;       GET /a",
            "ANY /a, GET /a;                                POST /a;      ANY /a",
            "ANY /a, GET /{x};                              GET /a;       ANY /a",
            "ANY /a/**, GET /a/**;                          GET /a/b;     GET /a/**",
            // GET names HEAD, unless a match of the same shape does
            "GET /a;                                        HEAD /a;      GET /a",
            "GET /a, HEAD /a;                               HEAD /a;      HEAD /a",
            "GET /a, HEAD /{x};                             HEAD /a;      GET /a",
            "GET /{x}, HEAD /a;                             HEAD /a;      HEAD /a",
            "GET /a, ANY /a;                                HEAD /a;      GET /a",
            "GET /{x}, HEAD /{y};                           HEAD /a;      HEAD /{y}",
            "GET /{x}, ANY /a;                              HEAD /a;      ANY /a",
            // bytes, case included
            "GET /a, GET /{x};                              GET /A;       GET /{x}",
            "GET /Aa, GET /BB, GET /{x};                    GET /BB;      GET /BB",
            "GET /Aa, GET /{x};                             GET /BB;      GET /{x}",
            // one trailing slash is no segment
            "GET /a, GET /a/**;                             GET /a/;      GET /a",
            "GET /a/{x}, GET /a/b;                          GET /a/b/;    GET /a/b",
            "GET /a/{x};                                    GET /a/%C3%A9?q; GET /a/{x}"})
    void findsTheMostSpecificMatch(String matches, String request, String expected) {
        List<Route> routes = routesFor(matches);
        assertThat(found(routes, request)).isEqualTo(expected);
        Collections.reverse(routes);
        assertThat(found(routes, request)).as("in reverse").isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"GET /a;                 GET /;", "GET /a;                 GET /b;",
            "GET /a;                 GET /a/b;", "GET /a/b;               GET /a;", "GET /a/{x};             GET /a/;",
            "GET /a/{x};             GET /a/b/c;", "GET /a/**;              GET /ab;",
            "GET /;                  GET /a;"})
    void findsNoRouteWhereNoTemplateTakesThePath(String matches, String request) {
        assertThat(lookUp(routesFor(matches), request)).isEqualTo(new Lookup.NoRoute());
        assertThat(lookUp(routesFor(matches), request.replace("GET", "POST"))).isEqualTo(new Lookup.NoRoute());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"GET /a;                       POST /a;    GET|HEAD",
            "HEAD /a;                      GET /a;     HEAD", "PUT|PATCH /a;                 GET /a;     PUT|PATCH",
            "GET /a, POST /{x}, PUT /**;   DELETE /a;  GET|HEAD|POST|PUT",
            "POST /a, GET /b;              PUT /a/;    POST",
            "ANY /a;                       OTHER /a;   GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS",
            "DELETE /a;                    OTHER /a;   DELETE", "GET /a/**;                    OPTIONS /a; GET|HEAD"})
    void allowsTheMethodsOfEveryTemplateThatTakesThePath(String matches, String request, String allowed) {
        Set<Method> methods = EnumSet.noneOf(Method.class);
        Arrays.stream(allowed.split("\\|", -1)).map(Method::valueOf).forEach(methods::add);
        assertThat(lookUp(routesFor(matches), request)).isEqualTo(new Lookup.MethodNotAllowed(methods));
    }

    @ParameterizedTest
    @CsvSource({"GET /internal", "GET /internal/", "GET /internal/a", "POST /internal/a", "GET /internal?x",
            "OTHER /internal"})
    void servesNothingUnderInternal(String request) {
        assertThat(lookUp(routesFor("GET /**, ANY /internal/**, GET /{x}"), request)).isEqualTo(new Lookup.NoRoute());
    }

    @ParameterizedTest
    @CsvSource({"GET /internals", "GET /Internal", "GET /a/internal", "GET /INTERNAL/a"})
    void servesWhatOnlyLooksLikeInternal(String request) {
        assertThat(lookUp(routesFor("GET /**"), request)).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void servesNothingThatWouldBeSentAsInternal() {
        List<Route> routes = List.of(route("strips", "GET /api/fin/**").stripPrefix(2).build(),
                route("keeps", "PUT /api/fin/**").build());
        assertThat(lookUp(routes, "GET /api/fin/internal")).isEqualTo(new Lookup.NoRoute());
        assertThat(lookUp(routes, "HEAD /api/fin/internal/a/")).isEqualTo(new Lookup.NoRoute());
        assertThat(lookUp(routes, "GET /api/fin/a/internal")).isInstanceOf(Lookup.Found.class);
        assertThat(lookUp(routes, "GET /api/fin")).as("sent as /").isInstanceOf(Lookup.Found.class);
        assertThat(lookUp(routes, "PUT /api/fin/internal")).isInstanceOf(Lookup.Found.class);
        assertThat(lookUp(routes, "POST /api/fin/internal")).as("GET would be refused")
                .isEqualTo(new Lookup.MethodNotAllowed(Set.of(Method.PUT)));
        assertThat(lookUp(routes.subList(0, 1), "POST /api/fin/internal")).isEqualTo(new Lookup.NoRoute());
    }

    @Test
    void stripsByTheRouteThatWins() {
        List<Route> routes = List.of(route("strips", "GET /api/**").stripPrefix(1).build(),
                route("keeps", "GET /api/internal/{x}").build());
        assertThat(lookUp(routes, "GET /api/internal/a")).isInstanceOf(Lookup.Found.class);
        assertThat(lookUp(routes, "GET /api/internal/a/b")).isEqualTo(new Lookup.NoRoute());
    }

    @Test
    void findsAmongManyLiterals() {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            routes.add(route("r" + i, "GET /items/n" + i + "/x").build());
        }
        RouteTable table = RouteBuilder.table(ModuleCatalog.EMPTY, routes);
        for (int i = 0; i < 3000; i++) {
            assertThat(table.find(Method.GET, path("/items/n" + i + "/x")))
                    .hasToString("r" + i + " by GET /items/n" + i + "/x");
        }
        assertThat(table.find(Method.GET, path("/items/n3000/x"))).isEqualTo(new Lookup.NoRoute());
    }

    @Test
    void numbersRoutesAndKnowsThemByName() {
        Route first = route("first", "GET /a", "POST /b").build();
        Route second = route("group.second", "GET /c").build();
        RouteTable table = RouteBuilder.table(ModuleCatalog.EMPTY, List.of(first, second));
        assertThat(table.routes()).containsExactly(first, second);
        assertThat(table.find(new RouteId("group.second"))).isSameAs(second);
        assertThat(table.find(new RouteId("third"))).isNull();
        assertThat(table.find(Method.POST, path("/b"))).isInstanceOfSatisfying(Lookup.Found.class, found -> {
            assertThat(found.number()).isZero();
            assertThat(found.match()).isSameAs(first.matches().get(1));
            assertThat(found.asksForAccess()).isFalse();
        });
        assertThat(table.matches()).extracting(entry -> entry.match().toString()).containsExactly("GET /a", "POST /b",
                "GET /c");
    }

    @Test
    void numbersEveryKeyThatSomeRouteAsksFor() {
        Route route = route("r", "GET /a").require(allOf(module("ai"), permission("finance.expenses.read"))).build();
        RouteTable table = RouteBuilder.table(ModuleCatalog.EMPTY, List.of(route));
        List<Integer> numbers = List.of(table.vocabulary().numberOf(new ModuleKey("ai")),
                table.vocabulary().numberOf(new ModuleKey("finance")),
                table.vocabulary().numberOf(new PermissionKey("finance.expenses.read")));
        assertThat(numbers).containsExactlyInAnyOrder(0, 1, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> table.vocabulary().numberOf(new ModuleKey("venue")));
    }

    @Test
    void refusesRoutesThatAreEqual() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RouteBuilder.table(ModuleCatalog.EMPTY, routesFor("GET /a/{x}, GET /a/*")))
                .withMessageContaining("GET /a/x");
    }

    private static List<Route> routesFor(String matches) {
        List<Route> routes = new ArrayList<>();
        for (String match : matches.split(", ", -1)) {
            routes.add(route("r" + routes.size(), match).build());
        }
        return routes;
    }

    private static Lookup lookUp(List<Route> routes, String request) {
        int space = request.indexOf(' ');
        return RouteBuilder.table(ModuleCatalog.EMPTY, routes).find(Method.valueOf(request.substring(0, space)),
                path(request.substring(space + 1)));
    }

    private static String found(List<Route> routes, String request) {
        return lookUp(routes, request) instanceof Lookup.Found found ? found.match().toString() : "nothing";
    }
}
