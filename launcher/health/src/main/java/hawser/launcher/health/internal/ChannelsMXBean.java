// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import java.util.List;

/** The channels, for JMX: {@code hawser.transport:type=Channels}. */
public interface ChannelsMXBean {
    /** {@return one row for each open channel} */
    List<ChannelRow> getChannels();

    /** One channel's counts since it was opened. */
    interface ChannelRow {
        /** {@return its name} */
        String getName();

        /** {@return messages to the native end} */
        long getToNativeMessages();

        /** {@return bytes to the native end} */
        long getToNativeBytes();

        /** {@return messages from there} */
        long getToRendererMessages();

        /** {@return bytes from there} */
        long getToRendererBytes();

        /** {@return sends that found no room} */
        long getBackPressured();

        /** {@return messages that were lost or refused} */
        long getLost();
    }
}
