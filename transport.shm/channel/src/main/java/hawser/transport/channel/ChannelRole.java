// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

/** Which end of a channel one is. */
public enum ChannelRole {
    /** Writes to the native end, reads what comes to the renderer. */
    RENDERER,
    /** Writes to the renderer, reads what comes to the native end. */
    NATIVE
}
