package com.kisum.policy.file;

import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.route.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code require}: one key per node. */
final class RequirementReader {
    private static final Set<String> KEYS = Fields.keys("module", "permission", "allOf", "anyOf");
    private static final String FORMS = "write one of { module: … }, { permission: … }, { allOf: [ … ] } or { anyOf: [ … ] }";

    private static final int MOST_KEYS = 256;

    private final KeyCheck keys;
    private final Diagnostics diagnostics;

    RequirementReader(KeyCheck keys, Diagnostics diagnostics) {
        this.keys = keys;
        this.diagnostics = diagnostics;
    }

    /** The requirement; null when something in it is wrong. */
    @Nullable
    Requirement read(YamlNode node) {
        Requirement requirement = readNode(node);
        if (requirement != null && keysIn(requirement) > MOST_KEYS) {
            diagnostics.add(node.position(), DiagnosticCode.REQUIREMENT_TOO_LARGE,
                    "a requirement of more than " + MOST_KEYS + " keys, aliases followed",
                    "no person can check that: require the module, or fewer permissions");
            return null;
        }
        return requirement;
    }

    private static int keysIn(Requirement requirement) {
        return switch (requirement) {
            case Requirement.AllOf all -> all.parts().stream().mapToInt(RequirementReader::keysIn).sum();
            case Requirement.AnyOf any -> any.parts().stream().mapToInt(RequirementReader::keysIn).sum();
            case Requirement.NeedsModule _ -> 1;
            case Requirement.NeedsPermission _ -> 1;
        };
    }

    private @Nullable Requirement readNode(YamlNode node) {
        Fields fields = Fields.of(node, "'require'", KEYS, diagnostics);
        if (fields == null) {
            return null;
        }
        List<String> present = KEYS.stream().filter(fields::has).sorted().toList();
        if (present.size() != 1) {
            present.forEach(key -> read(fields, key)); // for the mistakes inside
            boolean unknownKeyWasReported = present.isEmpty() && node instanceof YamlNode.Mapping map
                    && !map.entries().isEmpty();
            if (!unknownKeyWasReported) {
                diagnostics.add(node.position(), DiagnosticCode.BAD_REQUIREMENT,
                        present.isEmpty()
                                ? "a requirement that asks for nothing"
                                : "a requirement has one key, not " + String.join(" and ", present),
                        present.size() > 1 ? "to ask for both write allOf: [ { … }, { … } ]" : FORMS);
            }
            return null;
        }
        return read(fields, present.getFirst());
    }

    private @Nullable Requirement read(Fields fields, String key) {
        return switch (key) {
            case "module" -> {
                YamlNode.Scalar text = fields.text("module");
                ModuleKey module = text == null ? null : keys.module(text);
                yield module == null ? null : new Requirement.NeedsModule(module);
            }
            case "permission" -> {
                YamlNode.Scalar text = fields.text("permission");
                PermissionKey permission = text == null ? null : keys.permission(text);
                yield permission == null ? null : new Requirement.NeedsPermission(permission);
            }
            case "allOf" -> {
                List<Requirement> parts = parts(fields, "allOf");
                yield parts == null ? null : new Requirement.AllOf(parts);
            }
            default -> {
                List<Requirement> parts = parts(fields, "anyOf");
                yield parts == null ? null : new Requirement.AnyOf(parts);
            }
        };
    }

    private @Nullable List<Requirement> parts(Fields fields, String key) {
        if (fields.get(key) instanceof YamlNode.Listing listing && listing.items().isEmpty()) {
            diagnostics.add(listing.position(), DiagnosticCode.EMPTY_LIST, "'" + key + "' is empty",
                    "list what it asks for, or remove it");
            return null;
        }
        List<Requirement> parts = new ArrayList<>();
        boolean complete = true;
        for (YamlNode item : fields.list(key)) {
            Requirement part = readNode(item);
            if (part == null) {
                complete = false;
            } else {
                parts.add(part);
            }
        }
        return complete && !parts.isEmpty() ? parts : null;
    }
}
