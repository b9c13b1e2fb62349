// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKeyManager;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each bundle a transport of its own, bound to the bundle's identity. A bundle that declares a plugin name has a
 * key, issued when it first sends or handles, renewed when the key manager is replaced, and revoked when it lets go.
 * Thread-safe.
 */
final class TransportFactory implements ServiceFactory<Transport> {
    /*
     * A member comes into the map and leaves it, and the key manager is replaced, under one lock: so each member in the
     * map has a key of the manager of the moment, and one that has left gets no other.
     */
    /** A bundle that sends or handles, and how many of its services do. */
    private static final class Member {
        private final Principal principal;
        private int uses;

        Member(Principal principal) {
            this.principal = principal;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(TransportFactory.class);

    /** The manifest header by which a Java bundle declares a plugin name. */
    static final String NAME_HEADER = "Hawser-Plugin-Name";

    private final Router router;
    private final LongPredicate own;
    private final Map<Bundle, Member> members = new HashMap<>();
    private final Map<Long, Integer> generations = new HashMap<>();

    /** The predicate tells Hawser's own bundles by their id. */
    TransportFactory(Router router, LongPredicate own) {
        this.router = router;
        this.own = own;
    }

    boolean isOwn(Bundle bundle) {
        return own.test(bundle.getBundleId());
    }

    @Override
    public Transport getService(Bundle bundle, ServiceRegistration<Transport> registration) {
        return router.open(enter(bundle));
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Transport> registration, Transport service) {
        service.close();
        leave(bundle);
    }

    /** The bundle as a principal, until it has left as often as it entered. */
    synchronized Principal enter(Bundle bundle) {
        Member member = members.get(bundle);
        if (member == null) {
            member = new Member(new Principal((keys, principal) -> identify(bundle, keys, principal)));
            member.principal.renew(router.keys());
            members.put(bundle, member);
        }
        member.uses++;
        return member.principal;
    }

    synchronized void leave(Bundle bundle) {
        Member member = members.get(bundle);
        if (member != null && --member.uses == 0) {
            members.remove(bundle);
            PluginKeyManager keys = router.keys();
            if (keys != null) {
                member.principal.caller().key().ifPresent(keys::revokeKey);
            }
        }
    }

    /** Another key manager takes over: keys of the last one are worthless. Nobody sends before everybody has a key. */
    synchronized void useKeys(PluginKeyManager keys) {
        PluginKeyManager last = router.keys();
        members.values().forEach(member -> {
            Caller before = member.principal.caller();
            member.principal.renew(keys);
            if (last != null) {
                before.key().ifPresent(last::revokeKey);
            }
        });
        router.useKeys(keys);
    }

    private void identify(Bundle bundle, PluginKeyManager keys, Principal principal) {
        String symbolicName = bundle.getSymbolicName() == null ? "bundle-" + bundle.getBundleId()
                : bundle.getSymbolicName();
        PluginIdentity unverified = new PluginIdentity(symbolicName, false, bundle.getBundleId(), 1);
        String name = bundle.getHeaders("").get(NAME_HEADER);
        if (isOwn(bundle)) {
            principal.become(Caller.own(symbolicName));
        } else if (keys == null) {
            principal.become(Caller.refused(null, unverified, "there is no key manager"));
        } else if (name == null) {
            principal.become(Caller.of(keys, keys.admit(unverified, principal)));
        } else {
            requestKey(bundle, keys, principal, unverified, name);
        }
    }

    /** Who is refused a key is counted by the bundle's symbolic name, as the name it declares may be another's. */
    private void requestKey(Bundle bundle, PluginKeyManager keys, Principal principal, PluginIdentity unverified,
            String name) {
        try {
            int generation = generations.merge(bundle.getBundleId(), 1, Integer::sum);
            keys.requestKey(new PluginIdentity(name, true, bundle.getBundleId(), generation), declared(bundle),
                    principal);
        } catch (TransportException e) {
            principal.become(Caller.refused(keys, unverified, e.getMessage()));
        }
    }

    private static Permissions declared(Bundle bundle) {
        String header = bundle.getHeaders("").get(Permissions.HEADER);
        try {
            return header == null ? Permissions.none() : Permissions.parse(header);
        } catch (IllegalArgumentException e) {
            LOG.error("Bundle {} may send and handle nothing but its own events: {}", bundle.getBundleId(),
                    e.getMessage());
            return Permissions.none();
        }
    }
}
