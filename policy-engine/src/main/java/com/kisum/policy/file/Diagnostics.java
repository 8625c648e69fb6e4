package com.kisum.policy.file;

import com.kisum.policy.route.SourcePosition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects mistakes. Finding one never stops the search for the next. */
public final class Diagnostics {
    /** An alias repeats what it stands for; its mistake is told once. */
    private final Set<Diagnostic> found = new LinkedHashSet<>();

    public void add(SourcePosition position, DiagnosticCode code, String problem, String advice) {
        found.add(new Diagnostic(position, code, problem, advice));
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(diagnostic -> !diagnostic.isWarning());
    }

    /** In the order of the file. */
    public List<Diagnostic> all() {
        return found.stream().sorted(Diagnostic.IN_FILE_ORDER).toList();
    }
}
