// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ConsumerType;

/** Whoever acts under a key, and goes on under the next when it is rotated. For Hawser's own bundles. */
@ConsumerType
public interface KeyHolder {
    /**
     * Takes a key: the first when it is requested, another at each rotation. It binds what acts for the plugin with the
     * secret, and uses the new handle when it returns. Keys come one after the other, on the thread of whoever asks.
     *
     * @param key stands for the key from now on
     * @param secret the key itself, wiped when this returns: not to be kept
     * @throws RuntimeException if it cannot use it: then the key is ended, and the one before stays
     */
    void take(PluginKey key, byte[] secret);

    /** Its key was revoked: nothing that it has under way may go on. Called once, on the thread of whoever revoked. */
    default void revoked() {
        // What it sends and answers is refused in any case.
    }

    /** The administrator's configuration changed what it may do, perhaps. Called on the thread that changed it. */
    default void permissionsChanged() {
        // Its handle tells what it may do now.
    }
}
