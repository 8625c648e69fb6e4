package com.kisum.gateway.door;

/** A head that the decoder would take, and that is written so that others may not. The message is for whoever wrote it. */
final class MalformedHead extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String words;

    private MalformedHead(String words) {
        super(words, null, false, false);
        this.words = words;
    }

    static MalformedHead of(String words) {
        return new MalformedHead(words);
    }

    String words() {
        return words;
    }
}
