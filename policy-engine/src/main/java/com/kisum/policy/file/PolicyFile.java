package com.kisum.policy.file;

import com.kisum.policy.route.Backend;
import com.kisum.policy.route.PolicyRevision;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteOptions;
import com.kisum.policy.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compiles a routes.yml: the whole of it, or nothing and every mistake. */
public final class PolicyFile {
    private PolicyFile() {}

    /** What came of compiling. */
    public sealed interface Outcome {
        /** Every error and warning, in the order of the file. */
        List<Diagnostic> diagnostics();
    }

    public record Compiled(RouteTable table, List<Diagnostic> diagnostics) implements Outcome {}

    public record Rejected(List<Diagnostic> diagnostics) implements Outcome {}

    /**
     * @param name what to call the file in diagnostics
     */
    public static Outcome compile(String name, byte[] content, Environment environment) {
        Diagnostics diagnostics = new Diagnostics();
        YamlNode root = YamlFile.read(name, content, diagnostics);
        RoutesReader.Draft draft = root == null ? null : new RoutesReader(diagnostics, environment).read(root);
        if (draft != null) {
            new RoutesCheck(diagnostics, draft.backends()).check(draft.routes());
        }
        if (draft == null || diagnostics.hasErrors()) {
            return new Rejected(diagnostics.all());
        }
        List<Route> routes = new ArrayList<>();
        for (RouteDraft route : draft.routes()) {
            routes.add(route(route, draft.backends()));
        }
        RouteTable table = RouteTable.of(PolicyRevision.of(content), draft.catalog(), routes);
        return new Compiled(table, diagnostics.all());
    }

    private static Route route(RouteDraft draft, Map<String, BackendsReader.Declared> backends) {
        RouteOptions builtIn = RouteOptions.BUILT_IN;
        RouteOptions options = new RouteOptions(draft.effective(Settings::mode, builtIn.mode()),
                draft.effective(Settings::onOutage, builtIn.onOutage()),
                draft.effective(Settings::grace, builtIn.grace()),
                draft.effective(Settings::timeout, builtIn.timeout()),
                draft.effective(Settings::maxBody, builtIn.maxBody()),
                draft.effective(Settings::webSocket, builtIn.webSocket()),
                draft.effective(Settings::stripPrefix, builtIn.stripPrefix()),
                draft.effective(Settings::rateLimit, builtIn.rateLimit()));
        BackendsReader.Declared declared = Objects.requireNonNull(backends.get(draft.effective(Settings::backend, "")));
        Backend backend = Objects.requireNonNull(declared.backend());
        return new Route(Objects.requireNonNull(draft.id()), draft.matches(), backend, draft.access(),
                draft.requirement(), options, draft.levels().getFirst().description(), ownerOf(draft),
                draft.position());
    }

    private static @Nullable String ownerOf(RouteDraft draft) {
        return draft.levels().stream().map(Settings::owner).filter(Objects::nonNull).findFirst().orElse(null);
    }
}
