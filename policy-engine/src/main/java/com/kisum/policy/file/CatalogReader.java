package com.kisum.policy.file;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleType;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.route.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code modules}. A module that is described badly still exists, so that its name is not called unknown too. */
final class CatalogReader {
    private static final Set<String> KEYS = Fields.keys("type", "aliases", "permissions", "description", "owner");

    private final Diagnostics diagnostics;
    private final Map<String, SourcePosition> names = new HashMap<>();

    CatalogReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    ModuleCatalog read(@Nullable YamlNode node) {
        Map<String, YamlNode.Entry> modules = Fields.named(node, "'modules' must be a map of module keys", diagnostics);
        modules.forEach((name, entry) -> names.put(name, entry.keyPosition()));
        List<CatalogModule> catalog = new ArrayList<>();
        modules.forEach((name, entry) -> {
            if (ModuleKey.accepts(name)) {
                catalog.add(readModule(new ModuleKey(name), entry));
            } else {
                diagnostics.add(entry.keyPosition(), DiagnosticCode.BAD_MODULE_KEY, "'" + name + "' is no module key",
                        "a lower-case letter, then lower-case letters, digits, _ or -");
            }
        });
        return new ModuleCatalog(catalog);
    }

    private CatalogModule readModule(ModuleKey key, YamlNode.Entry entry) {
        Fields fields = Fields.of(entry.value(), "module '" + key + "'", KEYS, diagnostics);
        if (fields == null) {
            return new CatalogModule(key, ModuleType.ADDON, Set.of(), Set.of());
        }
        fields.text("description");
        fields.text("owner");
        ModuleType type = readType(fields);
        Set<ModuleKey> aliases = readAliases(fields);
        if (!fields.has("permissions")) {
            diagnostics.add(entry.keyPosition(), DiagnosticCode.UNCATALOGUED_MODULE,
                    "module '" + key + "' has no 'permissions': its keys are checked for grammar only",
                    "list its permissions once they are in Auth's catalog");
            return new CatalogModule(key, type, aliases, null);
        }
        return new CatalogModule(key, type, aliases, readPermissions(key, aliases, fields));
    }

    private ModuleType readType(Fields fields) {
        YamlNode node = fields.required("type", "write type: base for a persona, type: addon for anything else");
        if (node instanceof YamlNode.Scalar scalar && scalar.text().equals("base")) {
            return ModuleType.BASE;
        }
        boolean addon = node instanceof YamlNode.Scalar scalar && scalar.text().equals("addon");
        if (node != null && !addon) {
            String written = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
            diagnostics.add(node.position(), DiagnosticCode.BAD_VALUE, "'type' is base or addon",
                    diagnostics.suggest(written, List.of("base", "addon")));
        }
        return ModuleType.ADDON;
    }

    private Set<ModuleKey> readAliases(Fields fields) {
        Set<ModuleKey> aliases = new LinkedHashSet<>();
        for (YamlNode.Scalar alias : fields.texts("aliases")) {
            SourcePosition taken = names.get(alias.text());
            if (!ModuleKey.accepts(alias.text())) {
                diagnostics.add(alias.position(), DiagnosticCode.BAD_MODULE_KEY,
                        "'" + alias.text() + "' is no module key",
                        "a lower-case letter, then lower-case letters, digits, _ or -");
            } else if (taken != null) {
                diagnostics.add(alias.position(), DiagnosticCode.DUPLICATE_NAME,
                        "'" + alias.text() + "' is a name already, at line " + taken.line(),
                        "an old name belongs to one module and is no module's current name");
            } else {
                names.put(alias.text(), alias.position());
                aliases.add(new ModuleKey(alias.text()));
            }
        }
        return aliases;
    }

    private Set<PermissionKey> readPermissions(ModuleKey module, Set<ModuleKey> aliases, Fields fields) {
        Set<PermissionKey> permissions = new LinkedHashSet<>();
        for (YamlNode.Scalar text : fields.texts("permissions")) {
            if (!PermissionKey.accepts(text.text())) {
                diagnostics.add(text.position(), DiagnosticCode.BAD_PERMISSION_KEY,
                        "'" + text.text() + "' is no permission key",
                        "three or more lower-case parts joined by dots, as in " + module + ".reports.read");
                continue;
            }
            PermissionKey permission = new PermissionKey(text.text());
            String rest = permission.value().substring(permission.module().value().length());
            if (aliases.contains(permission.module())) {
                diagnostics.add(text.position(), DiagnosticCode.OLD_NAME,
                        "'" + permission.module() + "' is the old name of '" + module + "'", "write " + module + rest);
                permission = new PermissionKey(module + rest);
            }
            if (!permission.module().equals(module)) {
                diagnostics.add(text.position(), DiagnosticCode.WRONG_MODULE,
                        "'" + permission + "' does not belong to module '" + module + "'",
                        "a permission's first part is its module: list it there, or write " + module + rest);
            } else if (!permissions.add(permission)) {
                diagnostics.add(text.position(), DiagnosticCode.DUPLICATE_NAME, "'" + permission + "' is listed twice",
                        "keep one of the two");
            }
        }
        return permissions;
    }
}
