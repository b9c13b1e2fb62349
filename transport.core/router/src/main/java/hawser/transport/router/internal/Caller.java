// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.TransportException;
import java.util.Optional;

/** Who sends and handles at one moment, and whether it may. Immutable but for the key's own validity. */
final class Caller {
    private final String name;
    private final PluginIdentity identity;
    private final PluginKeyManager keys;
    private final PluginKey key;
    private final String refusal;

    private Caller(String name, PluginIdentity identity, PluginKeyManager keys, PluginKey key, String refusal) {
        this.name = name;
        this.identity = identity;
        this.keys = keys;
        this.key = key;
        this.refusal = refusal;
    }

    /** One of Hawser's own bundles: it may do anything. */
    static Caller own(String name) {
        return new Caller(name, null, null, null, null);
    }

    /** Whoever the key belongs to; the manager is told of refusals. */
    static Caller of(PluginKeyManager keys, PluginKey key) {
        return new Caller(key.owner().name(), key.owner(), keys, key, null);
    }

    /** A bundle that got no key, for that reason. There may be no manager to tell. */
    static Caller refused(PluginKeyManager keys, PluginIdentity identity, String refusal) {
        return new Caller(identity.name(), identity, keys, null, refusal);
    }

    String name() {
        return name;
    }

    Optional<PluginIdentity> identity() {
        return Optional.ofNullable(identity);
    }

    Optional<PluginKey> key() {
        return Optional.ofNullable(key);
    }

    boolean isOwn() {
        return identity == null;
    }

    /** Whether it has no key although it needs one. */
    boolean isRefused() {
        return refusal != null;
    }

    /** What its key allows now, as a whole: see {@link PluginKey#grants()}; null if it has no key, or no valid one. */
    Object grants() {
        return key == null ? null : key.grants();
    }

    /** Checked for each request: one load and a look-up by name. */
    void requireSend(String event) {
        if (!maySend(event)) {
            throw refuse("send", event);
        }
    }

    boolean maySend(String event) {
        return key == null ? refusal == null : key.maySend(event);
    }

    boolean mayHandle(String event) {
        return key == null ? refusal == null : key.mayHandle(event);
    }

    /** Checked when a handler is registered. */
    void requireHandle(String event) {
        if (!mayHandle(event)) {
            throw refuse("handle", event);
        }
    }

    /**
     * Checked for each request that it handles. Who asks it is not to blame for a key that was revoked: that plugin is
     * down, and nothing is counted as refused.
     */
    void requireServing(String event) {
        if (key != null && !key.isValid()) {
            throw TransportException.of(ErrorCode.PLUGIN_STOPPED, "the plugin that handles " + event
                    + " must be running: " + name + " was stopped", event, name, null);
        }
        requireHandle(event);
    }

    /** Counts the refusal. */
    private TransportException refuse(String what, String event) {
        boolean unauthorized = key != null && key.isValid();
        ErrorCode code = unauthorized ? ErrorCode.PLUGIN_UNAUTHORIZED : ErrorCode.INVALID_PLUGIN_KEY;
        if (keys != null) {
            keys.refuse(identity, code, what + " " + event);
        }
        return TransportException.of(code, unauthorized ? unauthorized(what, event) : invalid(), event, name, null);
    }

    private String unauthorized(String what, String event) {
        return (identity.verified() ? "plugin " : "bundle ") + name + " may not " + what + " " + event
                + ": its manifest must declare that, in Hawser-Permissions or Hawser-Plugin, and the administrator's "
                + "configuration hawser.permissions must not forbid it";
    }

    private String invalid() {
        return refusal != null ? refusal : "a plugin's requests need a valid key: the key " + key.fingerprint()
                + " of plugin " + name + " was revoked; a plugin gets a new one when it is started again";
    }
}
