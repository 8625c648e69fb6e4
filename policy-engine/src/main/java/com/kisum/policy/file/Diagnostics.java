package com.kisum.policy.file;

import com.kisum.policy.route.SourcePosition;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects mistakes. Finding one never stops the search for the next. */
public final class Diagnostics {
    /** How many words are compared with misspelt ones, for one file. */
    private static final long MOST_COMPARED = 200_000;

    /** An alias repeats what it stands for; its mistake is told once. */
    private final Set<Diagnostic> found = new LinkedHashSet<>();
    private long suggestionsLeft = MOST_COMPARED;

    public void add(SourcePosition position, DiagnosticCode code, String problem, String advice) {
        found.add(new Diagnostic(position, code, printable(problem), printable(advice)));
    }

    /** What a file says must not write lines of its own into a report, nor speak to a terminal. */
    private static String printable(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder printable = new StringBuilder();
        text.chars().forEach(c -> printable.append(Character.isISOControl(c) ? '\uFFFD' : (char) c));
        return printable.toString();
    }

    /** "Did you mean …?", as long as there are not so many mistakes that looking for words would take all the time. */
    public String suggest(String written, Collection<String> candidates) {
        suggestionsLeft -= candidates.size();
        return suggestionsLeft < 0 ? "check how it is spelled" : Suggestion.among(written, candidates);
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(diagnostic -> !diagnostic.isWarning());
    }

    /** In the order of the file. */
    public List<Diagnostic> all() {
        return found.stream().sorted(Diagnostic.IN_FILE_ORDER).toList();
    }
}
