package com.kisum.policy.file;

import com.kisum.policy.route.SourcePosition;
import java.util.Comparator;

/**
 * One mistake: where, what is wrong, and what to write instead.
 */
public record Diagnostic(SourcePosition position, DiagnosticCode code, String problem, String advice) {
    static final Comparator<Diagnostic> IN_FILE_ORDER = Comparator.comparing(Diagnostic::position)
            .thenComparing(Diagnostic::code);

    public boolean isWarning() {
        return code.isWarning();
    }

    /** {@code FILE:LINE:COLUMN: CODE problem}, and the advice on a line of its own. */
    @Override
    public String toString() {
        return position + ": " + code + " " + problem + "\n    " + advice;
    }
}
