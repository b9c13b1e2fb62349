// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import java.util.regex.Pattern;

/** Lets no other site's page in: neither by sending here, nor by giving its own name to this address. */
final class Gate {
    /** Any port: it may be forwarded from another machine. */
    private static final Pattern HOSTS = Pattern.compile("(127\\.0\\.0\\.1|localhost)(:\\d{1,5})?");

    private Gate() {
    }

    /**
     * Refuses what no page of the console would send.
     *
     * @throws Refusal saying why
     */
    static void check(Call call) {
        String host = call.header("host").orElse("");
        if (!HOSTS.matcher(host).matches()) {
            throw forbidden("the Host of a request must be 127.0.0.1 or localhost: forward a port rather than a name");
        }
        if (call.header("origin").filter(origin -> !origin.equals("http://" + host)).isPresent()) {
            throw forbidden("the Origin of a request must be the console itself");
        }
        String from = call.header("sec-fetch-site").orElse("none");
        if (!call.path().equals("/") && (from.equals("cross-site") || from.equals("same-site"))) {
            throw forbidden("only the console's own page may ask for this");
        }
        if (call.isPost() && !call.header("content-type").orElse("").startsWith("application/json")) {
            throw new Refusal(415, "DESERIALIZE_FAILED", "what is sent must be application/json");
        }
    }

    private static Refusal forbidden(String message) {
        return new Refusal(Refusal.FORBIDDEN, "FORBIDDEN", message);
    }
}
