package com.kisum.gateway.record;

import com.kisum.gateway.answer.AnswerCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of a request, as the one who watches sorts them: was it let through, turned away, or failed by us? */
public enum Outcome {
    /** The backend answered, or was about to when the client went. */
    PASSED,
    /** Turned away: what came, who came, or how often. */
    REFUSED,
    /** Passed, though the policy says no: the route is in shadow mode. */
    SHADOWED,
    /** Answered with a fault of ours or of what we stand on. */
    FAILED;

    private static final int FAULT = 500;
    private static final Map<String, AnswerCode> CODES = Arrays.stream(AnswerCode.values())
            .collect(Collectors.toUnmodifiableMap(AnswerCode::name, Function.identity()));

    /** As it is written in a question; none for what is none. */
    public static Optional<Outcome> named(@Nullable String name) {
        return Arrays.stream(values()).filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name)).findFirst();
    }

    public static Outcome of(DecisionEvent event) {
        boolean denied = event.result() == DecisionEvent.Result.DENY;
        if (denied && event.upstreamStatus() != null) {
            return SHADOWED;
        }
        AnswerCode code = event.code() == null ? null : CODES.get(event.code());
        if (code == null) {
            return denied ? REFUSED : PASSED;
        }
        return code.status() >= FAULT ? FAILED : REFUSED;
    }
}
