// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.ErrorCode;
import hawser.transport.KeyHolder;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.TransportException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** Every activation and its keys, by the hashes of their secrets. Thread-safe. */
final class KeyRing {
    /** A key that binds, and the hash of its secret; in nobody's reach but this ring's. */
    private record Binding(KeyHandle key, byte[] hash, Activation activation) {
    }

    private static final int SECRET_LENGTH = 32;
    private static final int FINGERPRINT_BYTES = 6;

    private final SecureRandom random;
    private final Executor afterGrace;
    private final List<Activation> activations = new CopyOnWriteArrayList<>();
    private final List<Binding> bindings = new CopyOnWriteArrayList<>();
    private Narrowing narrowing = Narrowing.NONE;
    private boolean closed;

    /** The executor runs what it is given when the grace of a rotated key has passed. */
    KeyRing(SecureRandom random, Executor afterGrace) {
        this.random = random;
        this.afterGrace = afterGrace;
    }

    PluginKey issue(PluginIdentity owner, Permissions declared, KeyHolder holder) {
        Activation activation = new Activation(owner, declared, holder);
        enter(activation);
        try {
            return next(activation, null).orElseThrow(() -> TransportException.of(ErrorCode.INVALID_PLUGIN_KEY,
                    "the key of plugin " + owner.name() + " was revoked while it was issued", null, owner.name(),
                    null));
        } finally {
            if (activation.newest() == null) {
                leave(activation);
            }
        }
    }

    PluginKey admit(PluginIdentity bundle, KeyHolder holder) {
        Activation activation = new Activation(bundle, Permissions.none(), holder);
        synchronized (this) {
            requireOpen(bundle);
            KeyHandle handle = new KeyHandle(bundle, "", narrowing.of(bundle, Permissions.none()));
            activation.add(handle);
            activations.add(activation);
            return handle;
        }
    }

    /** Two bundles cannot have plugins of the same name: whoever comes second is refused. */
    private synchronized void enter(Activation activation) {
        PluginIdentity owner = activation.owner();
        requireOpen(owner);
        for (Activation other : activations) {
            PluginIdentity first = other.owner();
            if (first.verified() && first.bundleId() != owner.bundleId() && first.segment().equals(owner.segment())) {
                throw TransportException.of(ErrorCode.INVALID_PLUGIN_KEY,
                        "a plugin's name must be its own: bundle " + owner.bundleId() + " declares " + owner.name()
                                + ", which is that of plugin " + first.name() + " in bundle " + first.bundleId()
                                + "; give it another name", null, owner.name(), null);
            }
        }
        activations.add(activation);
    }

    private void requireOpen(PluginIdentity caller) {
        if (closed) {
            throw TransportException.of(ErrorCode.INVALID_PLUGIN_KEY, "keys are issued by the key manager of the "
                    + "moment and this one has left; look it up again", null, caller.name(), null);
        }
    }

    Optional<PluginKey> rotate(PluginKey key) {
        for (Binding binding : bindings) {
            if (binding.key() == key) {
                return next(binding.activation(), binding.key());
            }
        }
        return Optional.empty();
    }

    /** Gives the activation another key; empty if it has ended or the key before is no longer the newest. */
    private Optional<PluginKey> next(Activation activation, KeyHandle before) {
        synchronized (activation.turn()) {
            if (activation.newest() != before) {
                return Optional.empty();
            }
            byte[] secret = new byte[SECRET_LENGTH];
            random.nextBytes(secret);
            Binding binding = bind(activation, secret);
            try {
                if (!binding.key().isValid() || !activation.hand(binding.key(), secret)) {
                    return Optional.empty();
                }
            } finally {
                Arrays.fill(secret, (byte) 0);
                bindings.removeIf(each -> !each.key().isValid());
            }
            if (before != null) {
                bindings.removeIf(each -> each.key() == before);
                afterGrace.execute(() -> activation.die(before));
            }
            return Optional.of(binding.key());
        }
    }

    private synchronized Binding bind(Activation activation, byte[] secret) {
        byte[] hash = hash(secret);
        KeyHandle key = new KeyHandle(activation.owner(), HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES),
                narrowing.of(activation.owner(), activation.declared()));
        Binding binding = new Binding(key, hash, activation);
        bindings.add(binding);
        activation.add(key);
        return binding;
    }

    boolean revoke(PluginKey key) {
        boolean was = key.isValid();
        for (Activation activation : activations) {
            if (activation.has(key)) {
                leave(activation);
                return was;
            }
        }
        return false;
    }

    private void leave(Activation activation) {
        activations.remove(activation);
        activation.end();
        bindings.removeIf(binding -> binding.activation() == activation);
    }

    /** Revokes every key, and issues none any more. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        activations.forEach(this::leave);
    }

    /** Compares with every key, so that the time taken tells nothing of which one came near. */
    Optional<PluginKey> resolve(byte[] secret) {
        PluginKey found = null;
        if (secret != null && secret.length == SECRET_LENGTH) {
            byte[] hash = hash(secret);
            for (Binding binding : bindings) {
                boolean matches = MessageDigest.isEqual(binding.hash(), hash) & binding.key().isValid();
                found = matches ? binding.key() : found;
            }
        }
        return Optional.ofNullable(found);
    }

    /** The newest of each activation. */
    List<PluginKey> keys() {
        return activations.stream()
                .filter(activation -> activation.owner().verified())
                .<PluginKey>map(Activation::newest)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(key -> key.owner().name()))
                .toList();
    }

    /** What the administrator allows from now on. */
    synchronized void narrow(Narrowing other) {
        narrowing = other;
        activations.forEach(each -> each.grant(other.of(each.owner(), each.declared())));
    }

    /** For whoever narrowed, without a lock. */
    void tellOfChange() {
        activations.forEach(Activation::tellOfChange);
    }

    private static byte[] hash(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
