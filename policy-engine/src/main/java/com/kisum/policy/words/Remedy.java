package com.kisum.policy.words;

/**
 * One way out of a denial.
 *
 * @param action what they would have to do, as an imperative without a full stop
 */
public record Remedy(Who who, String action) {
    /** The people who can change a decision. */
    public enum Who {
        CALLER("the caller"), CLIENT_DEVELOPER("the developer of the client"), COMPANY_ADMINISTRATOR(
                "the company's administrator"), COMPANY_OWNER(
                        "the company's owner"), OPERATOR("the platform's operator"), SRE("the SRE on duty");

        private final String title;

        Who(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** {@code For the company's owner: renew …} */
    @Override
    public String toString() {
        return "For " + who + ": " + action + ".";
    }
}
