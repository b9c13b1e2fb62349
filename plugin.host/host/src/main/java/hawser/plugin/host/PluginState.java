// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

/** Where a native plugin is in its life. New constants may appear in a minor version. */
public enum PluginState {
    /** Known, not loaded yet. */
    INSTALLED,
    /** Its library is being checked, loaded and initialized. */
    LOADING,
    /** It serves. */
    ACTIVE,
    /** It takes no new request and finishes those it has. */
    DRAINING,
    /** It was shut down and its library let go. */
    STOPPED,
    /** It could not be started, or hung; its reason says why. */
    FAILED,
    /** Its process died. */
    CRASHED,
    /** Its process is being started again. */
    RESTARTING,
    /** Its process died too often; it stays down until someone starts it. */
    QUARANTINED;

    /** {@return whether the host is still on its way to another state} */
    public boolean isTransient() {
        return this == INSTALLED || this == LOADING || this == DRAINING || this == RESTARTING;
    }
}
