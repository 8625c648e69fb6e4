package com.kisum.policy.diff;

import com.kisum.policy.access.CatalogModule;
import com.kisum.policy.access.ModuleCatalog;
import com.kisum.policy.access.ModuleKey;
import com.kisum.policy.access.ModuleType;
import com.kisum.policy.route.Requirement;
import com.kisum.policy.route.Route;
import com.kisum.policy.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * For whom do the same facts count differently? Old names rewrite what Auth and Core say, and a base module that comes
 * as an addon does not count. Only modules that routes ask for before and after matter: where one policy alone asks for
 * a module, the routes themselves have changed and tell it.
 */
final class ModuleComparison {
    private final ModuleCatalog before;
    private final ModuleCatalog after;
    private final Set<ModuleKey> asked;

    ModuleComparison(RouteTable before, RouteTable after) {
        this.before = before.catalog();
        this.after = after.catalog();
        this.asked = modulesAskedFor(before);
        asked.retainAll(modulesAskedFor(after));
    }

    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        Set<ModuleKey> oldNames = new TreeSet<>();
        before.modules().forEach(module -> oldNames.addAll(module.aliases()));
        after.modules().forEach(module -> oldNames.addAll(module.aliases()));
        oldNames.forEach(name -> compareName(name, changes));
        asked.forEach(module -> compareType(module, changes));
        return changes;
    }

    private void compareName(ModuleKey name, List<Change> into) {
        ModuleKey was = before.current(name);
        ModuleKey is = after.current(name);
        if (was.equals(is)) {
            return;
        }
        List<String> loses = new ArrayList<>();
        List<String> gains = new ArrayList<>();
        if (asked.contains(was)) {
            loses.add("grants and subscriptions under the name " + name + " no longer count as " + was);
        }
        if (asked.contains(is)) {
            gains.add("grants and subscriptions under the name " + name + " now count as " + is);
        }
        add(name, gains, loses, into);
    }

    private void compareType(ModuleKey module, List<Change> into) {
        boolean wasBase = isBase(before, module);
        boolean isBase = isBase(after, module);
        if (!wasBase && isBase) {
            add(module, List.of(), List.of("an addon that brings " + module
                    + " no longer counts: it is a base module now"), into);
        } else if (wasBase && !isBase) {
            add(module, List.of("an addon that brings " + module + " now counts: it is no base module any more"),
                    List.of(), into);
        }
    }

    private static void add(ModuleKey name, List<String> gains, List<String> loses, List<Change> into) {
        if (!gains.isEmpty() || !loses.isEmpty()) {
            into.add(new Change.OfModule(Effect.of(!gains.isEmpty(), !loses.isEmpty()), name, gains, loses));
        }
    }

    private static boolean isBase(ModuleCatalog catalog, ModuleKey module) {
        CatalogModule declared = catalog.find(module);
        return declared != null && declared.type() == ModuleType.BASE;
    }

    private static Set<ModuleKey> modulesAskedFor(RouteTable table) {
        Set<ModuleKey> modules = new TreeSet<>();
        for (Route route : table.routes()) {
            if (route.requirement() != null) {
                collect(route.requirement(), modules);
            }
        }
        return modules;
    }

    private static void collect(Requirement requirement, Set<ModuleKey> modules) {
        switch (requirement) {
            case Requirement.NeedsModule needs -> modules.add(needs.module());
            case Requirement.NeedsPermission needs -> modules.add(needs.permission().module());
            case Requirement.AllOf all -> all.parts().forEach(part -> collect(part, modules));
            case Requirement.AnyOf any -> any.parts().forEach(part -> collect(part, modules));
        }
    }
}
