// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.KeyHolder;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Registration;
import hawser.transport.TransportException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** One bundle or plugin that sends and handles, under the key of the moment. Thread-safe. */
final class Principal implements KeyHolder {
    /*
     * Its key is renewed under its monitor, so that one key manager is asked once. A rotation comes from the manager
     * and takes no lock here: manager and monitor would be locked in either order.
     */
    private final List<Runnable> whenRevoked = new CopyOnWriteArrayList<>();
    private final List<Runnable> whenChanged = new CopyOnWriteArrayList<>();
    private final BiConsumer<PluginKeyManager, Principal> identification;
    private volatile PluginKeyManager issuer;
    private volatile Caller caller;

    /** Somebody who stays the same caller, though maybe under other keys of that issuer. */
    Principal(PluginKeyManager issuer, Caller caller) {
        this.identification = (keys, self) -> { };
        this.issuer = issuer;
        this.caller = caller;
    }

    /** Somebody whom the identification has take a key of a manager, or become some other caller. */
    Principal(BiConsumer<PluginKeyManager, Principal> identification) {
        this.identification = identification;
    }

    /** Who it is now. Who was refused a key asks for one again: what stood against it may be gone. */
    Caller caller() {
        Caller now = caller;
        return now.isRefused() ? askAgain() : now;
    }

    private synchronized Caller askAgain() {
        if (caller.isRefused() && issuer != null) {
            renew(issuer);
        }
        return caller;
    }

    /** Identifies it at that manager, or at none. */
    synchronized void renew(PluginKeyManager keys) {
        issuer = keys;
        identification.accept(keys, this);
    }

    void become(Caller other) {
        caller = other;
        permissionsChanged();
    }

    /** It acts under a key only once the key itself was verified. */
    @Override
    public void take(PluginKey key, byte[] secret) {
        PluginKeyManager from = issuer;
        if (from == null || from.resolveKey(secret).orElse(null) != key) {
            throw TransportException.of(ErrorCode.INVALID_PLUGIN_KEY, "a plugin takes a key of the key manager of the "
                    + "moment: the key " + key.fingerprint() + " is of another", null, key.owner().name(), null);
        }
        become(Caller.of(from, key));
    }

    /** What is to be done when its key is revoked. */
    Registration whenRevoked(Runnable action) {
        whenRevoked.add(action);
        return () -> whenRevoked.remove(action);
    }

    /** What is to be done when it may do something else than before. */
    Registration whenChanged(Runnable action) {
        whenChanged.add(action);
        return () -> whenChanged.remove(action);
    }

    @Override
    public void permissionsChanged() {
        whenChanged.forEach(Runnable::run);
    }

    /** The key of a manager that was replaced is revoked when it has the next one. */
    @Override
    public void revoked() {
        if (caller.key().filter(PluginKey::isValid).isEmpty()) {
            whenRevoked.forEach(Runnable::run);
        }
    }
}
