// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.channel.ChannelException;
import hawser.transport.channel.SendResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** For each error code, and each other name that a failure can have: what causes it, and what to do. */
final class ErrorCatalog {
    /**
     * One code's entry.
     *
     * @param cause when it happens
     * @param remedy what to do
     */
    record Entry(String cause, String remedy) {
    }

    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

    static {
        put(ErrorCode.INVALID_EVENT, "The sender and the handler define the event differently, or one of them wrongly.",
                "Compare what event:list shows with the sender's definition; the message names both bundles.");
        put(ErrorCode.UNKNOWN_EVENT, "Nobody handles an event of that name now.",
                "Look for it in event:list; if a plugin should handle it, see plugin:why NAME.");
        put(ErrorCode.TIMEOUT, "The deadline passed before the answer came.",
                "See whether the handler is slow or stuck (plugin:list, channel:stats); send with a longer timeout if"
                        + " it is right to take so long.");
        put(ErrorCode.CANCELLED, "The caller gave the request up.", "Nothing; the caller knows why.");
        put(ErrorCode.STREAM_CANCELLED, "The consumer of the stream gave it up, or went away.",
                "Nothing; a producer ends its work when it sees this.");
        put(ErrorCode.BATCH_FAILED, "The envelope that carried the request with others failed as a whole.",
                "Its cause tells why; the other requests of the envelope failed with it.");
        put(ErrorCode.SERIALIZE_FAILED, "The payload, or the answer, cannot be written in the event's form.",
                "Its cause names the part; use types that JSON can hold, or bytes.");
        put(ErrorCode.DESERIALIZE_FAILED, "What came cannot be read as the event's type.",
                "Compare the payload with the types in event:list; JSON stands in single quotes in the shell.");
        put(ErrorCode.PAYLOAD_TOO_LARGE, "The message is longer than its way allows.",
                "Enlarge the buffers (buffer.to-native, buffer.to-renderer), or send it as a stream.");
        put(ErrorCode.TARGET_NOT_FOUND, "The plugin or the service that was named is not there.",
                "See plugin:list and lb; install or start what is missing.");
        put(ErrorCode.NO_RESPONSE, "The handler returned without an answer.",
                "A plugin must send a message before process_message returns; or define the event as a notification.");
        put(ErrorCode.INVALID_PLUGIN_KEY, "The caller's key is missing, does not belong to it, or was revoked.",
                "See key:list; start the plugin again, and it gets a new key.");
        put(ErrorCode.PLUGIN_UNAUTHORIZED, "The plugin's manifest or its configuration does not allow it that event.",
                "Declare the event in the plugin's manifest, or widen its configuration.");
        put(ErrorCode.PLUGIN_STOPPED, "The plugin is known, and down.",
                "plugin:why NAME tells why; plugin:start NAME starts it.");
        put(ErrorCode.PLUGIN_CRASHED, "The plugin's process ended while it had the request.",
                "See log/hawser.log for how it ended; the host starts it again unless it crashes too often.");
        put(ErrorCode.BACK_PRESSURED, "There was no room for the message, and none came in time.",
                "The receiver is slower than the sender: see channel:stats; slow down, batch, or enlarge the buffers.");
        put(ErrorCode.SUPERSEDED, "A newer request with the same key took its place in a batch of kind latest.",
                "Nothing, if only the newest counts; else use queue.");
        put(ErrorCode.IPC_ERROR, "The plugin has overwritten its channel, which cannot be read any further.",
                "Mend the plugin. One in a process of its own is started again with a new channel by itself; any other"
                        + " is FAILED until plugin:start NAME.");
        put(ErrorCode.TRANSPORT_DESTROYED, "The transport was closed, or the bundle that it belongs to left.",
                "Get the service again; it comes back when its bundle is started.");
        put(ErrorCode.INTERNAL_ERROR, "Something failed that has no code of its own.",
                "Its cause, and log/hawser.log, tell what; if it is Hawser's fault, report it.");
        states();
        channels();
    }

    private static void states() {
        put(PluginState.FAILED.name(), "The plugin could not be started, or hangs in a call.",
                "plugin:why NAME says what was required and what was found; mend it, then plugin:start NAME.");
        put(PluginState.CRASHED.name(), "The plugin's process died.",
                "Nothing yet: it is started again. The log names the report with its stack.");
        put(PluginState.QUARANTINED.name(), "The plugin's process died too often in too short a time.",
                "See the crash reports that the log names; mend it, then plugin:start NAME. How often is too often is"
                        + " crash.limit of hawser.plugin.process.");
    }

    private static void channels() {
        put(SendResult.QUEUE_FULL.name(), "Neither the channel nor the queue before it has room; the message is still"
                + " the sender's.", "Send it again later; if that is usual, enlarge the buffers or send less.");
        put(SendResult.TOO_LONG.name(), "The message is longer than half of the channel's buffer.",
                "Enlarge the buffer (buffer.to-native, buffer.to-renderer), or send it in parts.");
        put(SendResult.CLOSED.name(), "The channel was closed by the bundle that made it, or with it.",
                "Make or attach another; channel:list shows those there are.");
        put(SendResult.POISONED.name(), "The other end wrote what no correct end writes; nothing after it can be"
                + " trusted.", "The message names what was found; mend the peer. A plugin's channel is made anew when"
                + " it is started.");
        put(SendResult.NO_MEMORY.name(), "The memory for the message could not be had.",
                "See health:check memory; free memory, or raise the limit of the container (--shm-size, memory).");
        put(ChannelException.Reason.UNAVAILABLE.name(), "The channel could not be made or joined.",
                "The message says which file or size was the matter.");
        put(ChannelException.Reason.PEER_ENDED.name(), "The process at the other end is gone.",
                "Start it again, and attach the channel anew.");
    }

    private ErrorCatalog() {
    }

    private static void put(ErrorCode code, String cause, String remedy) {
        put(code.name(), cause, remedy);
    }

    private static void put(String name, String cause, String remedy) {
        ENTRIES.put(name, new Entry(cause, remedy));
    }

    /** {@return all names that a failure can have, error codes first} */
    static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    static Optional<Entry> find(String name) {
        return Optional.ofNullable(ENTRIES.get(name));
    }
}
