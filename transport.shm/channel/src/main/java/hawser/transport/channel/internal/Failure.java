// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelException.Reason;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a channel failed though nobody closed it. The first reason counts and is told, once. Thread-safe. */
final class Failure {
    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    private final String channel;
    private ChannelException reason;
    private Consumer<? super ChannelException> action;

    Failure(String channel) {
        this.channel = channel;
    }

    synchronized void report(Reason kind, String message) {
        if (reason == null) {
            reason = new ChannelException(kind, message + ": channel=" + channel);
            log();
            tell();
        }
    }

    /** Whoever says that the peer is gone knows it already, and more about it. */
    private void log() {
        if (reason.reason() == Reason.PEER_ENDED) {
            LOG.debug("The channel {} ended: {}", channel, reason.getMessage());
        } else {
            LOG.error("The channel {} failed: {}", channel, reason.getMessage());
        }
    }

    synchronized void onFailure(Consumer<? super ChannelException> newAction) {
        action = newAction;
        tell();
    }

    /** On a thread of its own: whoever finds the failure may hold locks, and whoever is told may close the channel. */
    private void tell() {
        if (reason == null || action == null) {
            return;
        }
        Consumer<? super ChannelException> told = action;
        action = null;
        Thread thread = new Thread(() -> told.accept(reason), "hawser-failure-" + channel);
        thread.setDaemon(true);
        thread.start();
    }
}
