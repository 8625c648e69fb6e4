package com.kisum.gateway.answer;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What does the gateway itself answer? A problem by RFC 9457, before it has a request to be about.
 *
 * @param detail in words for the person who reads it
 * @param help what else helps to fix it: module, permission, state
 * @param headers those that this answer has and others do not
 */
public record Answer(AnswerCode code, String detail, Map<String, String> help, Map<String, String> headers) {
    public Answer {
        help = Map.copyOf(help);
        headers = Map.copyOf(headers);
    }

    static Answer of(AnswerCode code, String detail) {
        return new Answer(code, detail, Map.of(), Map.of());
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(code, detail, help, more);
    }

    Answer helping(Map<String, String> with) {
        return new Answer(code, detail, with, headers);
    }
}
