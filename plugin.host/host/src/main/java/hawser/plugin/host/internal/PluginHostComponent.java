// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.OpenLease;
import hawser.plugin.host.PluginCrash;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.transport.Codec;
import hawser.transport.EventCatalog;
import hawser.transport.PluginKeyManager;
import hawser.transport.Transport;
import hawser.transport.Transports;
import hawser.transport.channel.Channels;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugin host as a service. When it leaves, every plugin is stopped. */
@Component(service = PluginHost.class, configurationPid = HostConfig.PID, immediate = true)
@Designate(ocd = HostConfig.class)
public final class PluginHostComponent implements PluginHost {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHostComponent.class);

    private final BundleContext context;
    private final NativeCore core = new NativeCore();
    private final InlineThreads threads = new InlineThreads();
    private final IsolationComponent isolation;
    private final ProcessExecution processes;
    private final Supervisor supervisor;
    private final PluginSettings settings;
    private final LoadedLibraries libraries;
    private final PluginExtender extender;
    private final Administration administration;
    private final HangWatch hangs;

    private final RequestCounts counts = new RequestCounts();
    private final Map<String, Codec> codecs = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Transports transports;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile EventCatalog catalog;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Transport transport;

    private final ChangeEvents changes = new ChangeEvents(() -> transport, () -> catalog);

    private volatile PluginKeyManager keys;

    /** Both installers come first: what was replaced or removed while Hawser was down is never loaded as it was. */
    @Activate
    public PluginHostComponent(BundleContext context, HostConfig config, @Reference IsolationComponent isolation,
            @Reference Channels channels, @Reference LibraryInstaller libraryInstaller,
            @Reference JarInstaller jarInstaller) {
        this.context = context;
        this.isolation = isolation;
        LibraryImages images = new LibraryImages(context.getDataFile("plugins").toPath());
        processes = new ProcessExecution(isolation, isolation.running(), images);
        supervisor = new Supervisor(isolation);
        settings = new PluginSettings(HostSettings.of(config), isolation);
        libraries = new LoadedLibraries(new Executions(List.of(new ThreadExecution(images),
                new InlineExecution(threads, images), processes)),
                new Trials(processes, () -> settings.common().times()));
        HostServices services = new HostServices(channels, () -> keys, codecs::get, () -> catalog, changes,
                () -> transports, counts);
        PluginNames names = new PluginNames(this::reload);
        extender = new PluginExtender(context,
                bundle -> new HostedPlugin(bundle, context, services, settings, names, libraries,
                        supervisor));
        administration = new Administration(context, extender, libraries, () -> keys != null);
        hangs = new HangWatch(libraries, () -> settings.common().hangNs(), extender::lookForReturns);
    }

    /** Plugins for which it makes a difference get another generation; the others are not touched. */
    @Modified
    void modified(HostConfig config) {
        settings.change(HostSettings.of(config));
        extender.loadAll();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addPlugin(PluginConfigComponent config, Map<String, Object> properties) {
        settings.put(properties);
        extender.loadAll();
    }

    void updatedPlugin(PluginConfigComponent config, Map<String, Object> properties) {
        addPlugin(config, properties);
    }

    /** When the host leaves, what is configured leaves, too, but is not taken away. */
    void removePlugin(PluginConfigComponent config, Map<String, Object> properties) {
        if (context.getBundle().getState() == Bundle.ACTIVE) {
            settings.remove(properties);
            extender.loadAll();
        }
    }

    private void reload(HostedPlugin plugin) {
        extender.load(plugin);
    }

    /** Plugins outlive those who issue keys: they go on under new ones. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setKeys(PluginKeyManager issuing) {
        keys = issuing;
        extender.meetKeys();
    }

    void unsetKeys(PluginKeyManager issuing) {
        if (keys == issuing) {
            keys = null;
            extender.missKeys();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCodec(Codec codec, Map<String, Object> properties) {
        codecs.put(String.valueOf(properties.get(Codec.MEDIA_TYPE)), codec);
        extender.loadAll();
    }

    void removeCodec(Codec codec, Map<String, Object> properties) {
        codecs.remove(String.valueOf(properties.get(Codec.MEDIA_TYPE)), codec);
    }

    @Activate
    void open() {
        extender.open();
        isolation.onChange(() -> extender.plugins().forEach(extender::load));
    }

    @Deactivate
    void deactivate() {
        hangs.close();
        isolation.onChange(() -> { });
        extender.close();
        extender.forgetThoseThatCameBack();
        supervisor.close();
        changes.close();
        threads.close();
        if (libraries.isEmpty()) {
            processes.close();
            core.close();
        } else {
            LOG.error("A plugin hangs in a call, or its threads run: the core that they may return to stays loaded");
        }
    }

    @Override
    public PluginInfo load(Path library) {
        return administration.load(library);
    }

    @Override
    public PluginInfo install(Path file) {
        return administration.install(file);
    }

    @Override
    public PluginInfo update(String name) {
        return administration.update(name);
    }

    @Override
    public PluginInfo update(String name, Path file) {
        return administration.update(name, file);
    }

    @Override
    public PluginInfo drive(String name, String execution) {
        return administration.drive(name, execution);
    }

    @Override
    public void uninstall(String name) {
        administration.uninstall(name);
    }

    @Override
    public void unload(String name) {
        administration.unload(name);
    }

    @Override
    public List<PluginInfo> list() {
        return extender.list();
    }

    @Override
    public Optional<PluginInfo> find(String name) {
        return extender.find(name);
    }

    /** While one is being replaced there are two: the later one is told. */
    @Override
    public Map<String, Long> processes() {
        return isolation.running().stream().filter(plugin -> plugin.processId() > 0)
                .collect(Collectors.toMap(IsolatedPlugin::name, IsolatedPlugin::processId,
                        (earlier, later) -> later));
    }

    @Override
    public Map<String, Integer> restarts() {
        return extender.plugins().stream()
                .collect(Collectors.toMap(plugin -> plugin.info().name(), HostedPlugin::restarts, Math::max));
    }

    @Override
    public List<PluginCrash> crashes() {
        return extender.plugins().stream().map(HostedPlugin::crash).flatMap(Optional::stream)
                .sorted(Comparator.comparing(PluginCrash::plugin)).toList();
    }

    @Override
    public Map<String, Long> largeRequests() {
        return counts.large().counts();
    }

    @Override
    public Map<String, Long> lateAnswers() {
        return counts.late().counts();
    }

    @Override
    public List<OpenLease> leases() {
        return libraries.leases();
    }

    @Override
    public CompletionStage<Void> settled() {
        return extender.settled().minimalCompletionStage();
    }
}
