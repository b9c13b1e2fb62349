// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, as far as the console looks at it.
 *
 * @param method such as GET
 * @param path as it was sent, not decoded: no path of the console needs that
 * @param headers by name in small letters; of a repeated one the first, but cookies joined
 * @param body of a POST; no longer than the console takes
 */
record Call(String method, String path, Map<String, String> headers, byte[] body) {
    boolean isPost() {
        return method.equals("POST");
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    Optional<String> cookie(String name) {
        for (String pair : headers.getOrDefault("cookie", "").split(";")) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length == 2 && parts[0].equals(name)) {
                return Optional.of(parts[1]);
            }
        }
        return Optional.empty();
    }
}
