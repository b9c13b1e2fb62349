// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Loads native plugins, keeps watch over them and lets them go. Thread-safe. */
@ProviderType
public interface PluginHost {
    /**
     * Loads the library of that file as a plugin of its own and returns when it is {@link PluginState#ACTIVE}. The
     * file is copied first: it may be overwritten or removed afterwards.
     *
     * @param library a regular file
     * @return the plugin as it is now
     * @throws PluginException if it is {@link PluginState#FAILED}; the message says why, and nothing of it stays loaded
     */
    PluginInfo load(Path library);

    /**
     * Copies a library, with the JSON file beside it, or a plugin's bundle into the deploy folder, where it stays, and
     * returns when the plugin is {@link PluginState#ACTIVE}.
     *
     * @param file of a name that the deploy folder does not have
     * @return the plugin as it is now
     * @throws PluginException if it cannot be active; the message says why, and the deploy folder is as before
     */
    PluginInfo install(Path file);

    /**
     * Reads a plugin's file again, from where it came from, and has it take over from the generation that serves; no
     * request is lost.
     *
     * @param name the plugin's name
     * @return the plugin as it is now
     * @throws PluginException if there is no such plugin, or the file cannot take over: then the generation that served
     *     goes on
     */
    PluginInfo update(String name);

    /**
     * Replaces a plugin's file in the deploy folder by a copy of another, which takes over.
     *
     * @param name the plugin's name
     * @param file in the place of the plugin's own
     * @return the plugin as it is now
     * @throws PluginException if there is no such plugin, it did not come from the deploy folder, or the file cannot
     *     take over: then the file before is there again, and serves
     */
    PluginInfo update(String name, Path file);

    /**
     * Has a plugin driven otherwise than it declares, until Hawser ends: a generation that is driven so takes over; no
     * request is lost. One that is not active is driven so when it is started.
     *
     * @param name the plugin's name
     * @param execution {@code process}, {@code thread} or {@code inline}
     * @return the plugin as it is now
     * @throws PluginException if there is no such plugin or execution, or it cannot be driven so: then the generation
     *     that served goes on
     */
    PluginInfo drive(String name, String execution);

    /**
     * Stops a plugin, uninstalls its bundle, and deletes its file from the deploy folder if it came from there.
     *
     * @param name the plugin's name
     * @throws PluginException if there is no such plugin
     */
    void uninstall(String name);

    /**
     * Stops a plugin and lets go of its library. One that came in a bundle, or from the deploy folder, is started again
     * with its bundle; one that was loaded by its path is forgotten.
     *
     * @param name the plugin's name
     * @throws PluginException if there is no such plugin
     */
    void unload(String name);

    /** {@return every plugin that the host knows, failed ones included, by name} */
    List<PluginInfo> list();

    /**
     * {@return the plugin of that name}
     *
     * @param name the plugin's name
     */
    Optional<PluginInfo> find(String name);

    /** {@return the ids of the processes of plugins that have one of their own, by the plugin's name} */
    Map<String, Long> processes();

    /** {@return how often each plugin was started again because it had crashed, by its name} */
    Map<String, Integer> restarts();

    /** {@return the last crash of each plugin that has crashed since somebody started it, by plugin} */
    List<PluginCrash> crashes();

    /**
     * {@return how many requests with more than 100 KiB plugins were sent, by event, since the host started; such
     * requests had better be streams}
     */
    Map<String, Long> largeRequests();

    /**
     * {@return how many answers of each plugin came when nobody waited for them any more, by its name, since the host
     * started: their requests had timed out or were cancelled}
     */
    Map<String, Long> lateAnswers();

    /**
     * {@return the buffers that plugins have requested and not sent, by plugin, without those that have none}; what is
     * requested is sent within microseconds by whoever does not forget it
     */
    List<OpenLease> leases();

    /** {@return a stage that completes when no plugin is being loaded: each is active, failed or stopped} */
    CompletionStage<Void> settled();
}
