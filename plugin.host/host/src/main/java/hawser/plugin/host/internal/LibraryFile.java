// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A library as it was read, to be loaded from these bytes and no others.
 *
 * @param name the file's last name, for messages and memory maps
 * @param bytes nobody changes them
 * @param limits of its process, if it has one of its own, where they are not as for all
 */
record LibraryFile(String name, byte[] bytes, Map<String, String> limits) {
    /** {@return its SHA-256, 64 hexadecimal digits} */
    String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Refuses a library that is not the one that was pinned. */
    void requireDigest(String pinned) {
        String found = digest();
        if (!found.equals(pinned)) {
            throw new PluginException("the library must be the one that its sha256 pins: " + name + " has sha256="
                    + found + ", required sha256=" + pinned + "; if it was replaced on purpose, pin the new one");
        }
    }
}
