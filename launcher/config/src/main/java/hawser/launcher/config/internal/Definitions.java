// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.metatype.AD;
import org.apache.felix.metatype.Designate;
import org.apache.felix.metatype.MetaData;
import org.apache.felix.metatype.MetaDataReader;
import org.apache.felix.metatype.OCD;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all bundles say about their configurations. Each bundle is read when somebody asks for the first time, and again
 * when it has changed. Thread-safe.
 */
final class Definitions {
    /* Felix's reader of these files, and not the Metatype service: that one does not tell the ranges. */

    private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);

    private record Read(long modified, List<Definition> definitions) {
    }

    private final BundleContext context;
    private final Map<Long, Read> byBundle = new HashMap<>();

    Definitions(BundleContext context) {
        this.context = context;
    }

    /** {@return them all, by name} */
    List<Definition> all() {
        return Arrays.stream(context.getBundles()).flatMap(this::of)
                .sorted(Comparator.comparing(Definition::pid)).toList();
    }

    /** {@return what is said about the configuration of that name, which may be one of many of a kind} */
    Optional<Definition> find(String pid) {
        int tilde = pid.indexOf('~');
        String name = tilde < 0 ? pid : pid.substring(0, tilde);
        return Arrays.stream(context.getBundles()).flatMap(this::of)
                .filter(known -> known.pid().equals(name) && known.factory() == tilde >= 0).findFirst();
    }

    private synchronized Stream<Definition> of(Bundle bundle) {
        if (bundle.getBundleId() == 0) {
            return Stream.of();
        }
        Read before = byBundle.get(bundle.getBundleId());
        if (before == null || before.modified() != bundle.getLastModified()) {
            before = new Read(bundle.getLastModified(), read(bundle));
            byBundle.put(bundle.getBundleId(), before);
        }
        return before.definitions().stream();
    }

    private static List<Definition> read(Bundle bundle) {
        Enumeration<URL> files = bundle.findEntries("OSGI-INF/metatype", "*.xml", false);
        List<Definition> found = new ArrayList<>();
        for (URL file : files == null ? List.<URL>of() : Collections.list(files)) {
            try {
                MetaData data = new MetaDataReader().parse(file);
                if (data != null) {
                    found.addAll(definitions(data));
                }
            } catch (IOException e) {
                LOG.warn("What {} says about its configuration must be readable: {}", bundle.getSymbolicName(),
                        e.getMessage());
            }
        }
        return found;
    }

    /** {@return what one file says} */
    static List<Definition> definitions(MetaData data) {
        List<Definition> found = new ArrayList<>();
        for (Object each : data.getDesignates() == null ? List.of() : data.getDesignates()) {
            Designate designate = (Designate) each;
            Object group = data.getObjectClassDefinitions().get(designate.getObject().getOcdRef());
            if (group instanceof OCD described) {
                boolean factory = designate.getFactoryPid() != null && !designate.getFactoryPid().isEmpty();
                found.add(new Definition(factory ? designate.getFactoryPid() : designate.getPid(), factory,
                        text(described.getName()), text(described.getDescription()), attributes(described)));
            }
        }
        return found;
    }

    private static String text(String nullable) {
        return nullable == null ? "" : nullable;
    }

    private static List<Attribute> attributes(OCD described) {
        Map<?, ?> all = described.getAttributeDefinitions();
        return all == null ? List.of() : all.values().stream().map(each -> new Attribute((AD) each))
                .sorted(Comparator.comparing(Attribute::key)).toList();
    }
}
