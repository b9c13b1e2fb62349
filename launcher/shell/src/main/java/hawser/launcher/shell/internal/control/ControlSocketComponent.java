// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code bin/hawser} of the folder that this framework runs in. */
@Component(service = {}, immediate = true)
public final class ControlSocketComponent {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocketComponent.class);

    private final BundleContext context;
    private final CompletionStage<?> started;
    private final ControlServer server;

    /** Dynamic, so that the host can be updated and stopped by a command that comes this way. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PluginHost host;

    @Activate
    public ControlSocketComponent(
            BundleContext context,
            @Reference CommandProcessor processor,
            @Reference(target = "(hawser.started=true)") CompletionStage<?> started,
            @Reference(target = "(hawser.owner.gone=true)") CompletionStage<?> ownerGone) {
        this.context = context;
        this.started = started;
        boolean owned = Boolean.parseBoolean(context.getProperty("hawser.owned"));
        RequestGate gate = new RequestGate(owned, this::stopFramework);
        Readiness readiness = new Readiness(started, this::settled);
        RequestHandler control = new InstanceControl(
                readiness, new GogoCommands(processor), this::describe, gate, this::stopFramework);
        this.server = ControlServer.listen(Path.of(context.getProperty("hawser.control.socket")), control, gate);
        ownerGone.thenCombine(started, (gone, running) -> null).thenRun(gate::ownerGone);
    }

    @Deactivate
    void deactivate() {
        server.close();
    }

    private CompletionStage<Void> settled() {
        PluginHost current = host;
        return current == null ? CompletableFuture.completedStage(null) : current.settled();
    }

    private String describe() {
        PluginHost current = host;
        List<PluginInfo> plugins = current == null ? List.of() : current.list();
        int active = (int) plugins.stream().filter(plugin -> plugin.state() == PluginState.ACTIVE).count();
        Instant since = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        boolean stopping = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING;
        String state = InstanceStatus.state(started.toCompletableFuture().isDone(), stopping);
        return InstanceStatus.line(ProcessHandle.current().pid(), state, since, ZoneId.systemDefault(),
                context.getBundles().length, plugins.size(), active);
    }

    /** On a thread of its own: the framework's stop waits for this component, and the caller's answer must get out. */
    private void stopFramework() {
        new Thread(() -> {
            try {
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
            } catch (BundleException e) {
                LOG.error("the framework does not stop: {}", e.getMessage());
            }
        }, "hawser-stop-request").start();
    }
}
