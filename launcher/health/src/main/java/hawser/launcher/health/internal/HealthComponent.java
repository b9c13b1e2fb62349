// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.health.Health;
import hawser.launcher.health.HealthFinding;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Offers Hawser's checks as services, its figures to JMX and over HTTP, and runs all checks there are. */
@Component(service = Health.class, immediate = true, configurationPid = HealthConfig.PID)
@Designate(ocd = HealthConfig.class)
public final class HealthComponent implements Health {
    private final Checks checks;
    private final Beans beans;
    private final OwnChecks own;
    private final HttpPort http;
    private volatile long leaseDeadlineNs;

    /** First what may fail, then what others see: nobody takes back what is offered by one that could not begin. */
    @Activate
    public HealthComponent(BundleContext context, HealthConfig config, @Reference PartsComponent parts)
            throws JMException {
        checks = new Checks(context);
        beans = new Beans(parts);
        leaseDeadlineNs = deadlineNs(config);
        own = new OwnChecks(context, parts, () -> leaseDeadlineNs);
        http = new HttpPort(this, new MetricsText(parts, this));
        http.listen(config.http_port());
    }

    private static long deadlineNs(HealthConfig config) {
        return TimeUnit.MILLISECONDS.toNanos(config.lease_deadline());
    }

    @Modified
    void modified(HealthConfig config) {
        leaseDeadlineNs = deadlineNs(config);
        http.listen(config.http_port());
    }

    @Deactivate
    void deactivate() throws JMException {
        http.listen(0);
        own.close();
        beans.close();
    }

    @Override
    public List<String> names() {
        return checks.names();
    }

    @Override
    public List<HealthFinding> check() {
        return checks.check();
    }

    @Override
    public List<HealthFinding> check(String name) {
        return checks.check(name);
    }
}
