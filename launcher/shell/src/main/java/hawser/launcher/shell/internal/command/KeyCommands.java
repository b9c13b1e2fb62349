// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code key:} the keys of plugins, by fingerprint. */
@Component(service = KeyCommands.class)
@GogoCommand(scope = "key", function = {"list", "revoke"})
public final class KeyCommands {
    private final PluginKeyManager keys;

    @Activate
    public KeyCommands(@Reference PluginKeyManager keys) {
        this.keys = keys;
    }

    /**
     * Lists keys.
     *
     * @param json for programs
     * @return a row for each
     */
    @Descriptor("lists every valid key by its fingerprint, and whose it is")
    @Example("key:list")
    public Object list(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        return new Listing("keys", keys.keys().stream().map(KeyCommands::row).toList()).as(json);
    }

    private static Map<String, Object> row(PluginKey key) {
        return Listing.row("name", key.owner().name(), "fingerprint", key.fingerprint(),
                "generation", key.owner().generation(), "bundleId", key.owner().bundleId());
    }

    /**
     * Revokes a plugin's keys.
     *
     * @param name of the plugin
     * @return how many there were
     */
    @Descriptor("revokes a plugin's keys: its requests and answers are refused until it is started again")
    @Example("key:revoke echo")
    public String revoke(@Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name) {
        long revoked = keys.keys().stream()
                .filter(key -> key.owner().name().equals(name))
                .filter(keys::revokeKey)
                .count();
        if (revoked == 0) {
            throw Unknown.name("key owner", name,
                    keys.keys().stream().map(key -> key.owner().name()).toList(), "key:list");
        }
        return "revoked " + revoked + " of " + name;
    }
}
