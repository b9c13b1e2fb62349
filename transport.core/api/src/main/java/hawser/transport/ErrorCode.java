// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

/** Why a request failed. New constants may appear in a minor version: have a default. */
public enum ErrorCode {
    /** The event is defined in a way that does not fit its handler. */
    INVALID_EVENT,
    /** Nobody handles that name. */
    UNKNOWN_EVENT,
    /** The deadline passed. */
    TIMEOUT,
    /** The caller gave up. */
    CANCELLED,
    /** The stream's consumer gave up. */
    STREAM_CANCELLED,
    /** The envelope that the request travelled in failed. */
    BATCH_FAILED,
    /** The payload or the answer could not be written. */
    SERIALIZE_FAILED,
    /** The payload or the answer could not be read as its type. */
    DESERIALIZE_FAILED,
    /** The payload is longer than its way allows. */
    PAYLOAD_TOO_LARGE,
    /** A named target is absent. */
    TARGET_NOT_FOUND,
    /** The handler returned without an answer. */
    NO_RESPONSE,
    /** The key is missing, wrong or revoked. */
    INVALID_PLUGIN_KEY,
    /** The plugin may not do that. */
    PLUGIN_UNAUTHORIZED,
    /** The plugin is known but down. */
    PLUGIN_STOPPED,
    /** The plugin's process died. */
    PLUGIN_CRASHED,
    /** There was no room for the message in time. */
    BACK_PRESSURED,
    /** A newer request of the same key took its place. */
    SUPERSEDED,
    /** The channel failed: the plugin has overwritten it. */
    IPC_ERROR,
    /** The transport was closed, or its bundle left. */
    TRANSPORT_DESTROYED,
    /** Anything else; its cause tells. */
    INTERNAL_ERROR
}
