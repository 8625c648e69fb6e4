package com.kisum.policy.file;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.access.PermissionPrefix;
import com.kisum.policy.route.SourcePosition;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Are the keys that a file uses in its catalog? Answers with the current name, after saying so when an old one stood. */
public final class KeyCheck {
    private final ModuleCatalog catalog;
    private final List<String> moduleNames;
    private final Diagnostics diagnostics;

    public KeyCheck(ModuleCatalog catalog, Diagnostics diagnostics) {
        this.catalog = catalog;
        this.moduleNames = catalog.modules().stream().map(module -> module.key().value()).toList();
        this.diagnostics = diagnostics;
    }

    public @Nullable ModuleKey module(YamlNode.Scalar text) {
        if (!ModuleKey.accepts(text.text())) {
            diagnostics.add(text.position(), DiagnosticCode.BAD_MODULE_KEY, "'" + text.text() + "' is no module key",
                    "a lower-case letter, then lower-case letters, digits, _ or -; "
                            + diagnostics.suggest(text.text(), moduleNames));
            return null;
        }
        return declared(new ModuleKey(text.text()), text.position());
    }

    /** A permission that a route requires: a full key. */
    public @Nullable PermissionKey permission(YamlNode.Scalar text) {
        return permission(text, "a required permission is a full key: name it, or require the module");
    }

    private @Nullable PermissionKey permission(YamlNode.Scalar text, String adviceOnStars) {
        if (!PermissionKey.accepts(text.text())) {
            String advice = text.text().contains("*")
                    ? adviceOnStars
                    : "three or more lower-case parts joined by dots, as in finance.expenses.read";
            diagnostics.add(text.position(), DiagnosticCode.BAD_PERMISSION_KEY,
                    "'" + text.text() + "' is no permission key", advice);
            return null;
        }
        PermissionKey written = new PermissionKey(text.text());
        ModuleKey module = declared(written.module(), text.position());
        if (module == null) {
            return null;
        }
        PermissionKey permission = catalog.current(written);
        CatalogModule declared = catalog.find(module);
        if (declared != null && declared.permissions() != null && !declared.permissions().contains(permission)) {
            diagnostics.add(text.position(), DiagnosticCode.UNKNOWN_PERMISSION,
                    "permission '" + permission + "' is not in the catalog of module '" + module + "'",
                    diagnostics.suggest(permission.value(),
                            declared.permissions().stream().map(PermissionKey::value).toList()));
            return null;
        }
        return permission;
    }

    /** A permission that a member was granted, a full key or a prefix, under its current name. */
    public @Nullable String grant(YamlNode.Scalar text) {
        if (!PermissionPrefix.accepts(text.text())) {
            PermissionKey permission = permission(text, "a grant is a full key, or a prefix that ends in .*");
            return permission == null ? null : permission.value();
        }
        PermissionPrefix written = PermissionPrefix.of(text.text());
        ModuleKey module = declared(written.module(), text.position());
        CatalogModule declared = module == null ? null : catalog.find(module);
        if (declared == null) {
            return null;
        }
        PermissionPrefix prefix = catalog.current(written);
        Set<PermissionKey> known = declared.permissions();
        if (known != null && known.stream().noneMatch(prefix::holds)) {
            diagnostics.add(text.position(), DiagnosticCode.UNKNOWN_PERMISSION,
                    "no permission in the catalog of module '" + module + "' is under '" + prefix + "'",
                    diagnostics.suggest(prefix.parts(), known.stream().map(PermissionKey::value).toList()));
            return null;
        }
        return prefix.toString();
    }

    private @Nullable ModuleKey declared(ModuleKey written, SourcePosition position) {
        ModuleKey current = catalog.current(written);
        if (catalog.isOldName(written)) {
            diagnostics.add(position, DiagnosticCode.OLD_NAME, "'" + written + "' is the old name of '" + current + "'",
                    "write " + current);
        }
        if (catalog.find(current) == null) {
            diagnostics.add(position, DiagnosticCode.UNKNOWN_MODULE, "there is no module '" + written + "'",
                    diagnostics.suggest(written.value(), moduleNames));
            return null;
        }
        return current;
    }

}
