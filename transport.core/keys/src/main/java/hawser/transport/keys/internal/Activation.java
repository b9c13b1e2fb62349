// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.KeyHolder;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import java.util.ArrayList;
import java.util.List;

/** One activation of a plugin, with its key and those that it was rotated from. Thread-safe. */
final class Activation {
    /*
     * Two locks. `turn` is held while the holder takes a key, so that keys reach it one after the other. The monitor
     * guards the list of keys and is never held while foreign code runs: so a key can be revoked at any time, also by
     * its holder and while another is being taken.
     */
    private final PluginIdentity owner;
    private final Permissions declared;
    private final KeyHolder holder;
    private final Object turn = new Object();
    private final List<KeyHandle> alive = new ArrayList<>();
    private KeyHandle newest;
    private boolean ended;

    Activation(PluginIdentity owner, Permissions declared, KeyHolder holder) {
        this.owner = owner;
        this.declared = declared;
        this.holder = holder;
    }

    PluginIdentity owner() {
        return owner;
    }

    Permissions declared() {
        return declared;
    }

    Object turn() {
        return turn;
    }

    synchronized KeyHandle newest() {
        return newest;
    }

    /** If it has ended, the key ends, too. */
    synchronized void add(KeyHandle key) {
        if (ended) {
            key.end();
        } else {
            alive.add(key);
        }
    }

    synchronized boolean has(PluginKey key) {
        return alive.contains(key);
    }

    /** Has the holder take it, which makes it the newest. */
    boolean hand(KeyHandle key, byte[] secret) {
        try {
            holder.take(key, secret);
        } catch (RuntimeException | Error e) {
            die(key);
            throw e;
        }
        synchronized (this) {
            newest = ended ? null : key;
            return !ended;
        }
    }

    /** The key of an earlier turn has had its time. */
    synchronized void die(KeyHandle key) {
        key.end();
        alive.remove(key);
    }

    void tellOfChange() {
        holder.permissionsChanged();
    }

    synchronized void grant(Grants grants) {
        alive.forEach(key -> key.grant(grants));
    }

    /** Every key of it dies, and its holder is told; only the first call does anything. */
    void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            newest = null;
            alive.forEach(KeyHandle::end);
            alive.clear();
        }
        holder.revoked();
    }
}
