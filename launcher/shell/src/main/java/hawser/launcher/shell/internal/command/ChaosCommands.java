// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.plugin.host.Chaos;
import java.time.Duration;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code chaos:} faults on purpose, off unless they are configured. */
@Component(service = ChaosCommands.class)
@GogoCommand(scope = "chaos", function = {"kill", "stall", "slow", "corrupt"})
public final class ChaosCommands {
    private final Chaos chaos;

    @Activate
    public ChaosCommands(@Reference Chaos chaos) {
        this.chaos = chaos;
    }

    /**
     * Kills a plugin's process.
     *
     * @param name of the plugin
     * @return what was done
     */
    @Descriptor("kills the process of an isolated plugin, as a crash would")
    @Example("chaos:kill echo")
    public String kill(@Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name) {
        chaos.kill(name);
        return "the process of " + PlainText.of(name) + " was killed";
    }

    /**
     * Halts a plugin's process for a time.
     *
     * @param name of the plugin
     * @param milliseconds for which it does not run
     * @return what was done
     */
    @Descriptor("halts the process of an isolated plugin, which goes on afterwards")
    @Example("chaos:stall echo 1000")
    public String stall(@Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name,
            @Descriptor("MS: milliseconds") long milliseconds) {
        chaos.stall(name, Duration.ofMillis(milliseconds));
        return "the process of " + PlainText.of(name) + " stands still for " + milliseconds + " ms";
    }

    /**
     * Slows a plugin down.
     *
     * @param name of the plugin
     * @param milliseconds that it waits before each message
     * @return what was done
     */
    @Descriptor("has an isolated plugin wait before each message, until it is started again; 0 = as usual")
    @Example({"chaos:slow echo 50", "chaos:slow echo 0"})
    public String slow(@Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name,
            @Descriptor("MS: milliseconds") long milliseconds) {
        chaos.slow(name, Duration.ofMillis(milliseconds));
        return PlainText.of(name) + (milliseconds == 0 ? " is as quick as usual"
                : " waits " + milliseconds + " ms before each message");
    }

    /**
     * Overwrites a plugin's channel.
     *
     * @param name of the plugin
     * @return what was done
     */
    @Descriptor("overwrites the channel of an isolated plugin, where nobody can go on afterwards")
    @Example("chaos:corrupt echo")
    public String corrupt(@Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name) {
        chaos.corrupt(name);
        return "the channel of " + PlainText.of(name) + " was overwritten";
    }
}
