package com.kisum.policy.path;

/** Why could two reasonable parsers read this request-target differently? */
public enum PathFault {
    NOT_ORIGIN_FORM("the request-target does not begin with '/'"), DOT_SEGMENT(
            "a segment is '.' or '..', which some parsers resolve and others do not"), EMPTY_SEGMENT(
                    "two slashes in a row, which some parsers merge and others do not"), BACKSLASH(
                            "a backslash, which some parsers take for '/'"), PATH_PARAMETER(
                                    "a ';', which some parsers cut off with what follows"), FRAGMENT(
                                            "a '#', which does not belong in a request"), CONTROL(
                                                    "a control character"), NOT_ASCII(
                                                            "a byte outside ASCII that is not escaped"), ILLEGAL_CHARACTER(
                                                                    "a character that RFC 3986 does not allow here"), MALFORMED_ESCAPE(
                                                                            "a '%' that two hexadecimal digits do not follow"), ESCAPED_UNRESERVED(
                                                                                    "an escape of a character that needs none, so that the same path has two spellings"), ESCAPED_DELIMITER(
                                                                                            "an escape of one of / \\ ; % ? #, which some parsers decode before they split"), ESCAPED_CONTROL(
                                                                                                    "an escape of a control character"), INVALID_UTF8(
                                                                                                            "escapes that are not valid UTF-8");

    private final String explanation;

    PathFault(String explanation) {
        this.explanation = explanation;
    }

    /** In words that complete "the path holds …" well enough for a person. */
    public String explanation() {
        return explanation;
    }
}
