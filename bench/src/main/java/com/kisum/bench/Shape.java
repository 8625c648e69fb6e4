package com.kisum.bench;

import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.PermissionKey;
import com.kisum.policy.route.Method;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Requirement.AllOf;
import com.kisum.policy.route.Requirement.AnyOf;
import com.kisum.policy.route.Requirement.NeedsModule;
import com.kisum.policy.route.Requirement.NeedsPermission;
import java.util.List;

/**
 * Which routes does one resource have? The same ten at every size of table, so that a larger table differs in size only.
 * Most ask for one permission; three ask for more than one thing. {@code summary} and {@code files} stand beside
 * {@code {id}}, so that a literal and a variable compete.
 */
enum Shape {
    LIST("", Method.GET), CREATE("", Method.POST), READ("/{id}", Method.GET), REPLACE("/{id}", Method.PUT), DELETE(
            "/{id}", Method.DELETE), HISTORY("/{id}/history/**", Method.GET), CHANGE_LINE("/{id}/lines/{line}",
                    Method.POST), SUMMARY("/summary",
                            Method.GET), APPROVE("/{id}/approve", Method.POST), FILES("/files/**", Method.GET);

    static final List<Shape> ALL = List.of(values());

    private final String template;
    private final Method method;

    Shape(String template, Method method) {
        this.template = template;
        this.method = method;
    }

    String template() {
        return template;
    }

    Method method() {
        return method;
    }

    /** The one permission that a caller needs at least. */
    PermissionKey permission(Resource resource) {
        return method.isWrite() ? resource.write() : resource.read();
    }

    /** All that the route asks for. Who may read and write the resource, and has its module, meets it. */
    Requirement requirement(Resource resource) {
        Requirement permission = new NeedsPermission(permission(resource));
        Requirement read = new NeedsPermission(resource.read());
        Requirement write = new NeedsPermission(resource.write());
        return switch (this) {
            case DELETE -> new AllOf(List.of(permission, new NeedsModule(new ModuleKey(resource.module()))));
            case SUMMARY -> new AnyOf(List.of(read, write));
            case APPROVE ->
                new AllOf(List.of(permission, new AnyOf(List.of(new NeedsModule(new ModuleKey("ai")), read))));
            default -> permission;
        };
    }
}
