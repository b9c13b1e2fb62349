// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.TransportException;
import hawser.transport.channel.ChannelException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bringing up what a bundle holds: something that can fail for many a reason. */
@FunctionalInterface
interface Attempt {
    void run() throws IOException;

    /** Makes the attempt: why it failed, if it did. */
    default Optional<String> failure(PluginBundle bundle) {
        try {
            run();
            return Optional.empty();
        } catch (PluginException | ChannelException | TransportException | IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            return Optional.of("the library in the bundle must be readable: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            Logger log = LoggerFactory.getLogger(Attempt.class);
            log.error("Loading the plugin of bundle {} went wrong", bundle, e);
            return Optional.of("loading it went wrong, which the log tells: " + e);
        }
    }
}
