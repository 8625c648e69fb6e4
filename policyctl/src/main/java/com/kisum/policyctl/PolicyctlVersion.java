package com.kisum.policyctl;

import picocli.CommandLine;

/** Which policyctl is this? */
final class PolicyctlVersion implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = PolicyctlVersion.class.getPackage().getImplementationVersion();
        return new String[]{"policyctl " + (version == null ? "(not packaged)" : version)};
    }
}
