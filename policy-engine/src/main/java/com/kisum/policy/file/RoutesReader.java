package com.kisum.policy.file;

import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.route.PathTemplate;
import com.kisum.policy.route.RouteId;
import com.kisum.policy.route.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the nodes of a routes.yml to what they say, each part checked for itself. What parts mean together comes after. */
final class RoutesReader {
    private static final Set<String> TOP = Fields.keys("version", "modules", "backends", "defaults", "routes");
    private static final Set<String> ROUTE = SettingsReader.and(SettingsReader.OPTIONS, "id", "match", "backend",
            "access", "require", "description", "owner");
    private static final Set<String> GROUP = SettingsReader.and(SettingsReader.OPTIONS, "group", "prefix", "routes",
            "backend", "access", "require", "description", "owner");

    private final Diagnostics diagnostics;
    private final Environment environment;
    private final MatchReader matches;
    private final Map<String, SourcePosition> ids = new HashMap<>();

    /** Everything a file says. */
    record Draft(ModuleCatalog catalog, Map<String, BackendsReader.Declared> backends, List<RouteDraft> routes) {}

    RoutesReader(Diagnostics diagnostics, Environment environment) {
        this.diagnostics = diagnostics;
        this.environment = environment;
        this.matches = new MatchReader(diagnostics);
    }

    @Nullable
    Draft read(YamlNode root) {
        Fields top = Fields.of(root, "routes.yml", TOP, diagnostics);
        if (top == null) {
            return null;
        }
        checkVersion(top);
        ModuleCatalog catalog = new CatalogReader(diagnostics).read(top.get("modules"));
        RequirementReader requirements = new RequirementReader(new KeyCheck(catalog, diagnostics), diagnostics);
        SettingsReader settings = new SettingsReader(diagnostics, requirements);
        Map<String, BackendsReader.Declared> backends = new BackendsReader(diagnostics, settings,
                new Placeholders(environment, diagnostics))
                .read(top.get("backends"));
        Settings defaults = readDefaults(top, settings);
        List<RouteDraft> routes = new ArrayList<>();
        top.required("routes", "write routes: and a list of routes and groups");
        for (YamlNode item : top.list("routes")) {
            if (item instanceof YamlNode.Mapping mapping && mapping.entries().containsKey("group")) {
                readGroup(item, settings, defaults, backends, routes);
            } else {
                readRoute(item, null, List.of(), settings, List.of(), defaults, backends, routes);
            }
        }
        return new Draft(catalog, backends, routes);
    }

    private void checkVersion(Fields top) {
        YamlNode version = top.required("version", "write version: 1");
        boolean one = version instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.INTEGER
                && scalar.text().equals("1");
        if (version != null && !one) {
            diagnostics.add(version.position(), DiagnosticCode.BAD_VERSION, "this gateway reads version 1",
                    "write version: 1");
        }
    }

    private Settings readDefaults(Fields top, SettingsReader settings) {
        YamlNode node = top.get("defaults");
        if (node == null) {
            return Settings.NONE;
        }
        Fields fields = Fields.of(node, "'defaults', which hold options and never access,", SettingsReader.OPTIONS,
                diagnostics);
        return fields == null ? Settings.NONE : settings.read(fields, SettingsReader.OPTIONS);
    }

    private void readGroup(YamlNode node, SettingsReader settings, Settings defaults,
            Map<String, BackendsReader.Declared> backends, List<RouteDraft> into) {
        Fields fields = Fields.of(node, "a group", GROUP, diagnostics);
        if (fields == null) {
            return;
        }
        YamlNode.Scalar name = fields.text("group");
        String group = name == null ? null : readId(name, null);
        List<PathTemplate.Segment> prefix = matches.readPrefix(fields);
        Settings said = settings.read(fields, GROUP);
        fields.required("routes", "write routes: and the group's routes");
        for (YamlNode item : fields.list("routes")) {
            readRoute(item, group, prefix, settings, List.of(said), defaults, backends, into);
        }
    }

    private void readRoute(YamlNode node, @Nullable String group, List<PathTemplate.Segment> prefix,
            SettingsReader settings, List<Settings> groups, Settings defaults,
            Map<String, BackendsReader.Declared> backends, List<RouteDraft> into) {
        Fields fields = Fields.of(node, "a route", ROUTE, diagnostics);
        if (fields == null) {
            return;
        }
        YamlNode.Scalar idText = fields.requiredText("id", "name it: lower-case letters, digits and -");
        String id = idText == null ? null : readId(idText, group);
        YamlNode match = fields.required("match", "write match: and a method and a path, as in GET /things/{id}");
        List<Settings> levels = new ArrayList<>();
        levels.add(settings.read(fields, ROUTE));
        levels.addAll(groups);
        BackendsReader.Declared backend = backends.get(backendOf(levels));
        levels.add(backend == null ? Settings.NONE : backend.settings());
        levels.add(defaults);
        into.add(new RouteDraft(id == null ? null : new RouteId(id), fields.position(),
                match == null ? List.of() : matches.read(match, prefix), List.copyOf(levels)));
    }

    private static String backendOf(List<Settings> levels) {
        for (Settings level : levels) {
            if (level.backend() != null) {
                return level.backend().value() == null ? "" : level.backend().value();
            }
        }
        return "";
    }

    /** The whole id, with the group's before it; null when it is wrong or taken. */
    private @Nullable String readId(YamlNode.Scalar text, @Nullable String group) {
        if (!RouteId.acceptsPart(text.text())) {
            diagnostics.add(text.position(), DiagnosticCode.BAD_ID, "'" + text.text() + "' is no id",
                    "a lower-case letter, then lower-case letters, digits or -");
            return null;
        }
        String id = group == null ? text.text() : group + "." + text.text();
        SourcePosition first = ids.putIfAbsent(id, text.position());
        if (first != null) {
            diagnostics.add(text.position(), DiagnosticCode.DUPLICATE_ID,
                    "'" + id + "' is taken: line " + first.line() + " has it", "choose another id");
            return null;
        }
        return id;
    }
}
