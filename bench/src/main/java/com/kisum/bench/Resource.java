package com.kisum.bench;

import com.kisum.policy.access.PermissionKey;
import java.util.List;
import java.util.stream.IntStream;

/** One collection that a module serves, {@code /api/finance/expenses}, with a permission to read and one to write. */
record Resource(String module, String name) {
    /** What one company can have all of: one base module and every addon. */
    static final List<String> MODULES = List.of("promoter", "finance", "ai", "touring", "venue_marketplace");

    // The first noun and the first kind are as long as the average: a small table's paths are no shorter than a large one's.
    private static final List<String> NOUNS = List.of("tickets", "expenses", "invoices", "contracts", "budgets",
            "payments", "payouts", "events", "guests", "crews", "riders", "stages", "tours", "offers", "holds",
            "settlements", "deposits", "vendors", "assets", "shifts");
    private static final List<String> KINDS = List.of("-reports", "-drafts", "-archive", "-templates", "-comments",
            "-approvals", "-history", "-imports", "-exports", "-settings");

    static final int MOST = MODULES.size() * NOUNS.size() * KINDS.size();

    /** The first so many, in turn one of each module. */
    static List<Resource> first(int count) {
        if (count > MOST) {
            throw new IllegalArgumentException("there are names for " + MOST + " resources, not for " + count);
        }
        return IntStream.range(0, count).mapToObj(Resource::numbered).toList();
    }

    private static Resource numbered(int number) {
        int ofModule = number / MODULES.size();
        String noun = NOUNS.get(ofModule % NOUNS.size());
        String kind = KINDS.get(ofModule / NOUNS.size());
        return new Resource(MODULES.get(number % MODULES.size()), noun + kind);
    }

    String path() {
        return "/api/" + module + "/" + name;
    }

    PermissionKey read() {
        return new PermissionKey(module + "." + name + ".read");
    }

    PermissionKey write() {
        return new PermissionKey(module + "." + name + ".write");
    }
}
