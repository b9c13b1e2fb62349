// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.ErrorCode;
import hawser.transport.KeyHolder;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The key that one generation of a plugin acts under, and the number that stands for it in each record that the plugin
 * sends. The key itself passes through here to whoever binds it, and is not kept. When those who issue keys leave, it
 * is dead, and when they are back it is asked for again. Thread-safe.
 */
final class HeldKey implements KeyHolder {
    private static final AtomicInteger HANDLES = new AtomicInteger();

    private final Supplier<PluginKeyManager> keys;
    private final PluginIdentity owner;
    private final int handle = HANDLES.incrementAndGet();
    private volatile Permissions declared;
    private volatile KeyHolder next;
    private volatile PluginKeyManager issuer;
    private volatile PluginKey key;
    private volatile Runnable whenTaken = () -> { };

    HeldKey(Supplier<PluginKeyManager> keys, PluginIdentity owner) {
        this.keys = keys;
        this.owner = owner;
    }

    /** Whoever binds the key is told of each. */
    void request(Permissions permissions, KeyHolder binding) {
        declared = permissions;
        next = binding;
        request();
    }

    /** Asks for another of whoever issues keys now, unless it has one of theirs. One control thread. */
    void request() {
        PluginKeyManager issuing = keys.get();
        if (issuing == null) {
            throw new PluginException("a plugin acts under a key: the bundle hawser.transport.keys must be active");
        }
        if (issuing != issuer || !key.isValid()) {
            issuing.requestKey(owner, declared, this);
            issuer = issuing;
        }
    }

    private void withKeys(Consumer<PluginKeyManager> action) {
        PluginKeyManager issuing = keys.get();
        if (issuing != null) {
            action.accept(issuing);
        }
    }

    /** What shows the key to others; called with each from the next on. */
    void whenTaken(Runnable action) {
        whenTaken = action;
    }

    PluginIdentity owner() {
        return owner;
    }

    int handle() {
        return handle;
    }

    PluginKey key() {
        return key;
    }

    /** Whether a record is the plugin's own, by its handle; another's is refused and counted. */
    boolean isOf(int recordHandle) {
        if (recordHandle != handle) {
            refuse(ErrorCode.INVALID_PLUGIN_KEY, "a record with the handle of another key");
        }
        return recordHandle == handle;
    }

    /** Counts what a request or an answer is refused for. */
    void refuse(ErrorCode code, String what) {
        withKeys(issuing -> issuing.refuse(owner, code, what));
    }

    /** Has a new key bound, as the one before was not kept. */
    void renew() {
        withKeys(issuing -> issuing.rotateKey(key));
    }

    void revoke() {
        PluginKey current = key;
        if (current != null) {
            withKeys(issuing -> issuing.revokeKey(current));
        }
    }

    @Override
    public void take(PluginKey taken, byte[] secret) {
        next.take(taken, secret);
        key = taken;
        whenTaken.run();
    }

    @Override
    public void revoked() {
        next.revoked();
    }
}
