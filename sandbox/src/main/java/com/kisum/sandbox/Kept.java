package com.kisum.sandbox;

import com.kisum.sandbox.Ports.Place;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What of the data that an earlier run has left must be put back before the card's commands do what the card says? Above all the
 * addon that the last of them buys.
 */
final class Kept {
    private static final String SERVICE = "curl -H 'Authorization: Bearer " + Platform.SECRET + "' ";
    private static final String READ = "finance.expenses.read";
    private static final String WRITE = "finance.expenses.write";

    private final Ports ports;
    private final List<String> commands = new ArrayList<>();

    private Kept(Ports ports) {
        this.ports = ports;
    }

    /** Of somebody who was deactivated. */
    static String activation(Ports ports, String user) {
        return SERVICE + "-X PUT -d '{\"status\":\"active\"}' " + ports.url(Place.AUTH) + "/internal/users/" + user
                + "/status";
    }

    /**
     * @param cleo what Auth says that she may do at acme
     * @param vera what it says that she may do at lumen
     */
    static List<String> restoring(Ports ports, JsonNode cleo, JsonNode vera) {
        Kept kept = new Kept(ports);
        kept.member(cleo, "m-acme-cleo");
        kept.member(vera, "m-lumen-vera");
        kept.cleo(cleo);
        if (texts(vera, "entitledModules").contains("finance")) {
            kept.buys("lumen", "cancelled");
        }
        return kept.commands;
    }

    private void member(JsonNode access, String membership) {
        if (access.path("membershipId").isMissingNode()) {
            commands.add(SERVICE + "-X PUT -d '{\"status\":\"active\"}' " + ports.url(Place.AUTH)
                    + "/internal/memberships/" + membership + "/status");
        }
    }

    private void cleo(JsonNode access) {
        if (!texts(access, "entitledModules").contains("finance")) {
            buys("acme", "active");
        }
        if (!texts(access, "grantedModules").contains("finance")) {
            grant("PUT", "modules/finance");
        }
        List<String> held = texts(access, "permissions");
        for (String permission : held) {
            if (holds(permission, WRITE)) {
                grant("DELETE", "permissions/" + permission);
            }
        }
        if (!held.contains(READ)) {
            grant("PUT", "permissions/" + READ);
        }
    }

    private static boolean holds(String granted, String permission) {
        return granted.equals(permission)
                || (granted.endsWith(".*") && permission.startsWith(granted.substring(0, granted.length() - 1)));
    }

    private void grant(String method, String what) {
        commands.add(SERVICE + "-X " + method + " '" + ports.url(Place.AUTH) + "/internal/memberships/m-acme-cleo/"
                + what + "'");
    }

    private void buys(String company, String status) {
        commands.add(SERVICE + "-d '{\"addon\":\"finance\",\"status\":\"" + status + "\"}' "
                + ports.url(Place.CORE) + "/internal/companies/" + company + "/addons");
    }

    private static List<String> texts(JsonNode access, String list) {
        return access.path(list).values().stream().map(JsonNode::asString).toList();
    }
}
