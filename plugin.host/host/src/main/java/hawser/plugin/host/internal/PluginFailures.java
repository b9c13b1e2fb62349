// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.PluginKey;
import hawser.transport.TransportException;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;

/** What requests to one generation of a plugin fail with, and how that generation ended. Thread-safe. */
final class PluginFailures {
    private final String plugin;
    private final HeldKey key;
    private final int maxPayload;
    private volatile boolean ending;
    private volatile String crash;
    private volatile String hang;
    private volatile boolean broken;

    /** The channel takes messages of that length at most. */
    PluginFailures(String plugin, HeldKey key, int maxPayload) {
        this.plugin = plugin;
        this.key = key;
        this.maxPayload = maxPayload;
    }

    /** It takes no more requests: its end kills its key, so that no key says anything about it any more. */
    void end() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    void crashed(String reason) {
        crash = reason;
        ending = true;
    }

    void hangs(String reason) {
        hang = reason;
        ending = true;
    }

    /** Nothing goes through its channel any more. */
    void broken() {
        broken = true;
        ending = true;
    }

    /** That it is not there any more, and why. */
    TransportException over(Event<?, ?> event) {
        if (broken) {
            return overwritten(event);
        }
        if (hang != null) {
            return failure(event, ErrorCode.TIMEOUT, "plugin " + plugin + " hangs: " + hang);
        }
        String reason = crash;
        return reason == null
                ? failure(event, ErrorCode.PLUGIN_STOPPED, "plugin " + plugin + " is stopping or has stopped")
                : failure(event, ErrorCode.PLUGIN_CRASHED, "plugin " + plugin + " has crashed: " + reason);
    }

    private TransportException overwritten(Event<?, ?> event) {
        return failure(event, ErrorCode.IPC_ERROR, "the channel of plugin " + plugin + " must make sense, and was "
                + "overwritten: one in a process of its own is started again by itself, any other by plugin:start");
    }

    /** That it may not handle that event with that key, and so does not see the request; counted. */
    TransportException refused(String event, PluginKey now) {
        if (now.isValid()) {
            key.refuse(ErrorCode.PLUGIN_UNAUTHORIZED, "handle " + event);
            return TransportException.of(ErrorCode.PLUGIN_UNAUTHORIZED, "plugin " + plugin + " may not handle " + event
                    + ": the administrator's configuration hawser.permissions forbids it", event, plugin, null);
        }
        key.refuse(ErrorCode.INVALID_PLUGIN_KEY, "handle " + event);
        return TransportException.of(ErrorCode.INVALID_PLUGIN_KEY, "a plugin is asked and answers under its valid key: "
                + "the key " + now.fingerprint() + " of plugin " + plugin + " was revoked; plugin:start gives it a new "
                + "one", event, plugin, null);
    }

    /** What it means that a message of that length was not taken: what the channel says, or that too many wait. */
    TransportException notTaken(Event<?, ?> event, long code, int length) {
        if (code == SharedMemoryChannel.TOO_LONG) {
            return failure(event, ErrorCode.PAYLOAD_TOO_LARGE, "a message to plugin " + plugin + " may have "
                    + maxPayload + " bytes: length=" + length + "; raise buffer.to-native");
        }
        if (code == SharedMemoryChannel.POISONED) {
            return overwritten(event);
        }
        return failure(event, ErrorCode.BACK_PRESSURED, noRoom(code, length));
    }

    /** Asking again may help. */
    private String noRoom(long code, int length) {
        if (code == PendingRequests.FULL) {
            return "at most " + PendingRequests.MOST + " requests may wait for plugin " + plugin
                    + " and that many do; send less at a time";
        }
        if (code == SharedMemoryChannel.NO_MEMORY) {
            return "memory for " + length + " bytes was required in the channel of plugin " + plugin
                    + " and the system gave none; free some, or lower buffer.to-native";
        }
        return "room for " + length + " bytes was required in the channel of plugin " + plugin + " and it is full: the "
                + "plugin is behind; send less at a time, or raise buffer.to-native";
    }

    /** What it means that an answer of that type holds no message. */
    TransportException unanswered(Exchange exchange, int type) {
        if (type == RecordType.BACK_PRESSURED) {
            return failure(exchange.event(), ErrorCode.BACK_PRESSURED, "the answer of plugin " + plugin
                    + " found no room in time; raise buffer.to-renderer");
        }
        if (type == RecordType.TOO_LARGE) {
            return failure(exchange.event(), ErrorCode.PAYLOAD_TOO_LARGE, "the answer of plugin " + plugin
                    + " is longer than its channel can carry; raise buffer.to-renderer");
        }
        return failure(exchange.event(), ErrorCode.NO_RESPONSE,
                "an answer was required and plugin " + plugin + " returned without a message");
    }

    /** What the plugin itself says, in a failure record. */
    TransportException told(Exchange exchange, byte[] payload) {
        return FailureRecord.read(payload, exchange.event().name(), plugin);
    }

    /** That its answer is not what the event says. */
    TransportException misread(Exchange exchange, TransportException e) {
        return TransportException.of(e.code(), "the answer of plugin " + plugin + ": " + e.getMessage(),
                exchange.event().name(), plugin, e);
    }

    /** That the payload could not be brought into a message. */
    TransportException notSent(Event<?, ?> event, Throwable thrown) {
        return thrown instanceof TransportException known ? known : TransportException.of(ErrorCode.SERIALIZE_FAILED,
                "the payload for plugin " + plugin + " could not be encoded: " + thrown, event.name(), plugin,
                thrown);
    }

    private TransportException failure(Event<?, ?> event, ErrorCode code, String message) {
        return TransportException.of(code, message, event.name(), plugin, null);
    }
}
