package com.kisum.policy.file;

/**
 * The stable names of everything that can be wrong with a file. A <em>structural</em> mistake is one that the JSON
 * Schema finds too; the others need to know what YAML syntax, or the rest of the file, says.
 */
public enum DiagnosticCode {
    FILE_TOO_LARGE(Kind.SYNTAX), NOT_UTF8(Kind.SYNTAX), EMPTY_FILE(Kind.SYNTAX), YAML_SYNTAX(
            Kind.SYNTAX), UNQUOTED_TEMPLATE(Kind.SYNTAX), YAML_FEATURE(Kind.SYNTAX), MULTIPLE_DOCUMENTS(
                    Kind.SYNTAX), TOO_DEEP(Kind.SYNTAX), ALIAS_BOMB(
                            Kind.SYNTAX), SCALAR_TOO_LONG(Kind.SYNTAX), DUPLICATE_KEY(Kind.SYNTAX),

    UNKNOWN_KEY(Kind.STRUCTURE), MISSING_KEY(Kind.STRUCTURE), WRONG_TYPE(Kind.STRUCTURE), BAD_VERSION(
            Kind.STRUCTURE), BAD_ID(Kind.STRUCTURE), BAD_MODULE_KEY(Kind.STRUCTURE), BAD_PERMISSION_KEY(
                    Kind.STRUCTURE), BAD_MATCH(Kind.STRUCTURE), BAD_TEMPLATE(Kind.STRUCTURE), BAD_PREFIX(
                            Kind.STRUCTURE), BAD_REQUIREMENT(Kind.STRUCTURE), EMPTY_LIST(Kind.STRUCTURE), BAD_DURATION(
                                    Kind.STRUCTURE), BAD_SIZE(Kind.STRUCTURE), BAD_RATE_LIMIT(
                                            Kind.STRUCTURE), BAD_VALUE(Kind.STRUCTURE), BAD_REQUEST(
                                                    Kind.STRUCTURE), RESERVED_MEMBER(Kind.STRUCTURE),

    DUPLICATE_METHOD(Kind.MEANING), DUPLICATE_ID(Kind.MEANING), DUPLICATE_NAME(Kind.MEANING), UNKNOWN_MODULE(
            Kind.MEANING), UNKNOWN_BACKEND(Kind.MEANING), UNKNOWN_PERMISSION(Kind.MEANING), WRONG_MODULE(
                    Kind.MEANING), ACCESS_MISSING(Kind.MEANING), ACCESS_WITH_REQUIRE(Kind.MEANING), BACKEND_MISSING(
                            Kind.MEANING), AMBIGUOUS_ROUTES(Kind.MEANING), UNREACHABLE_MATCH(
                                    Kind.MEANING), INTERNAL_PATH(Kind.MEANING), STRIP_PREFIX(
                                            Kind.MEANING), RATE_LIMIT_SCOPE(
                                                    Kind.MEANING), REQUIREMENT_TOO_LARGE(Kind.MEANING), UNSET_VARIABLE(
                                                            Kind.MEANING), BAD_PLACEHOLDER(
                                                                    Kind.MEANING), BAD_URL(
                                                                            Kind.MEANING), UNKNOWN_MEMBER(
                                                                                    Kind.MEANING), UNKNOWN_ROUTE(
                                                                                            Kind.MEANING),

    UNCATALOGUED_MODULE(Kind.WARNING), OLD_NAME(Kind.WARNING), WEAKER_FALLBACK(Kind.WARNING);

    private enum Kind {
        SYNTAX, STRUCTURE, MEANING, WARNING
    }

    private final Kind kind;

    DiagnosticCode(Kind kind) {
        this.kind = kind;
    }

    public boolean isWarning() {
        return kind == Kind.WARNING;
    }

    public boolean isStructural() {
        return kind == Kind.STRUCTURE;
    }
}
