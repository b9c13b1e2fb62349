// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.transport.ErrorCode;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code key:} the keys of plugins, by fingerprint. */
@Component(service = KeyCommands.class)
@GogoCommand(scope = "key", function = {"list", "rotate", "revoke"})
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
    @Descriptor("lists every valid key by its fingerprint, whose it is, and how often its owner was refused for its "
            + "key and for its permissions; then others that were refused")
    @Example("key:list")
    public Object list(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        List<PluginKey> valid = keys.keys();
        List<Refusals> refusals = keys.refusals();
        Set<String> owners = valid.stream().map(key -> key.owner().name()).collect(Collectors.toSet());
        List<Map<String, Object>> rows = new ArrayList<>();
        valid.forEach(key -> rows.add(row(key, refusals)));
        refusals.stream().map(Refusals::name).distinct().filter(name -> !owners.contains(name))
                .forEach(name -> rows.add(row(name, "", "", "", refusals)));
        return new Listing("keys", rows).as(json);
    }

    private static Map<String, Object> row(PluginKey key, List<Refusals> refusals) {
        return row(key.owner().name(), key.fingerprint(), key.owner().generation(), key.owner().bundleId(), refusals);
    }

    private static Map<String, Object> row(String name, String fingerprint, Object generation, Object bundleId,
            List<Refusals> refusals) {
        return Listing.row("name", name, "fingerprint", fingerprint, "generation", generation, "bundleId", bundleId,
                "invalidKey", count(refusals, name, ErrorCode.INVALID_PLUGIN_KEY),
                "unauthorized", count(refusals, name, ErrorCode.PLUGIN_UNAUTHORIZED));
    }

    private static long count(List<Refusals> refusals, String name, ErrorCode code) {
        return refusals.stream().filter(each -> each.name().equals(name) && each.code() == code)
                .mapToLong(Refusals::count).sum();
    }

    /**
     * Gives a plugin new keys.
     *
     * @param name of the plugin
     * @return how many there were
     */
    @Descriptor("gives a plugin a new key while it runs; the old one dies when what was committed under it has been "
            + "judged")
    @Example("key:rotate echo")
    public String rotate(@Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name) {
        long rotated = owned(name).stream().filter(key -> keys.rotateKey(key).isPresent()).count();
        if (rotated == 0) {
            throw unknown(name);
        }
        return "rotated " + Count.of(rotated, "key") + " of " + name;
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
        long revoked = owned(name).stream().filter(keys::revokeKey).count();
        if (revoked == 0) {
            throw unknown(name);
        }
        return "revoked " + Count.of(revoked, "key") + " of " + name;
    }

    private List<PluginKey> owned(String name) {
        return keys.keys().stream().filter(key -> key.owner().name().equals(name)).toList();
    }

    private CommandFailure unknown(String name) {
        return Unknown.name("key owner", name, keys.keys().stream().map(key -> key.owner().name()).toList(),
                "key:list");
    }
}
