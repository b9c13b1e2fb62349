// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import java.io.InputStream;
import java.io.OutputStream;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.CommandSessionImpl;

/**
 * A session whose outputs outlive an interrupt. Gogo writes through channels of the JDK, which close themselves, and
 * the stream behind them, when the writing thread is interrupted: Ctrl-C would then silence the terminal for good.
 */
final class TerminalSession extends CommandSessionImpl {
    /**
     * A session of its own.
     *
     * @param processor of commands
     * @param input what commands read
     * @param output flushed after each write
     * @param error the same
     */
    TerminalSession(CommandProcessorImpl processor, InputStream input, OutputStream output, OutputStream error) {
        super(processor, input, output, error);
        channels[1] = new KeptChannel(output);
        channels[2] = new KeptChannel(error);
    }
}
