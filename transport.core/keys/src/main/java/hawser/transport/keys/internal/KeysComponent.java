// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.PluginIdentity;
import hawser.transport.PluginKeyManager;
import java.security.SecureRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.LoggerFactory;

/** The key ring as a service for Hawser's own bundles, and who may see which service. Every key dies with it. */
@Component(service = {}, immediate = true, configurationPid = KeysConfig.PID)
@Designate(ocd = KeysConfig.class)
public final class KeysComponent {
    /** Only the launcher, in bundle 0, may say which bundles are Hawser's own. */
    private static final String OWN_BUNDLES = "(&(hawser.own.bundles=true)(service.bundleid=0))";

    private final ScheduledThreadPoolExecutor timer = timer();
    private final RefusalLog refusals = new RefusalLog(LoggerFactory.getLogger(PluginKeyManager.class));
    private final KeyRing ring = new KeyRing(new SecureRandom(), this::afterGrace);
    private final PluginKeyManager keys = new RingKeys(ring, refusals);
    private final ConfigurationAdmin admin;
    private final LongPredicate own;
    private final ServiceRegistration<?> listener;
    private final ServiceHiding hiding;
    private final ServiceRegistration<?> registration;
    private volatile KeysConfig config;

    @Activate
    public KeysComponent(BundleContext context, KeysConfig config, @Reference ConfigurationAdmin admin,
            @Reference(target = OWN_BUNDLES) LongPredicate own) {
        this.admin = admin;
        this.own = own;
        this.config = config;
        listener = context.registerService(SynchronousConfigurationListener.class, this::onConfiguration, null);
        narrow();
        hiding = new ServiceHiding(context, own);
        registration = context.registerService(PluginKeyManager.class, forBundles(), null);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, action -> {
            Thread thread = new Thread(action, "hawser-keys");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    private void afterGrace(Runnable action) {
        if (!timer.isShutdown()) {
            timer.schedule(action, config.rotation_grace(), TimeUnit.MILLISECONDS);
        }
    }

    private ServiceFactory<PluginKeyManager> forBundles() {
        return new ServiceFactory<>() {
            @Override
            public PluginKeyManager getService(Bundle bundle, ServiceRegistration<PluginKeyManager> of) {
                return own.test(bundle.getBundleId()) ? keys : new StrangersKeys(
                        new PluginIdentity(bundle.getSymbolicName(), false, bundle.getBundleId(), 1), refusals);
            }

            @Override
            public void ungetService(Bundle bundle, ServiceRegistration<PluginKeyManager> of, PluginKeyManager keys) {
                // Its keys are its holders' to revoke.
            }
        };
    }

    @Modified
    void modified(KeysConfig other) {
        config = other;
        narrow();
    }

    private void onConfiguration(ConfigurationEvent event) {
        if (PermissionsConfig.FACTORY_PID.equals(event.getFactoryPid())) {
            narrow();
        }
    }

    /** Two that read at once end with what was there last: each reads under the lock. */
    private void narrow() {
        synchronized (this) {
            ring.narrow(new Narrowing(AdministratorRules.read(admin), config.unnamed_bundles()));
        }
        ring.tellOfChange();
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
        listener.unregister();
        ring.close();
        timer.shutdownNow();
        hiding.close();
    }
}
