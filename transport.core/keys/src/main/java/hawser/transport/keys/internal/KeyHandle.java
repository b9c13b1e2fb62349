// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;

/** What the rest of Hawser sees of one key: neither the key nor its hash can be reached from it. */
final class KeyHandle implements PluginKey {
    private final PluginIdentity owner;
    private final String fingerprint;
    private volatile Grants grants;

    KeyHandle(PluginIdentity owner, String fingerprint, Grants grants) {
        this.owner = owner;
        this.fingerprint = fingerprint;
        this.grants = grants;
    }

    /** Other permissions hold from now on, unless it has ended. */
    synchronized void grant(Grants other) {
        if (grants != null) {
            grants = other;
        }
    }

    /** It is refused everywhere from now on; says whether it was valid before. */
    synchronized boolean end() {
        boolean was = isValid();
        grants = null;
        return was;
    }

    @Override
    public PluginIdentity owner() {
        return owner;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean isValid() {
        return grants != null;
    }

    @Override
    public Object grants() {
        return grants;
    }

    @Override
    public boolean maySend(String event) {
        Grants now = grants;
        return now != null && now.send().permits(event);
    }

    @Override
    public boolean mayHandle(String event) {
        Grants now = grants;
        return now != null && now.handle().permits(event);
    }

    @Override
    public String toString() {
        return fingerprint;
    }
}
