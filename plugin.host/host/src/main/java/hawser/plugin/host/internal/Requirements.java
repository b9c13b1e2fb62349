// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What keeps a bundle from being resolved: a requirement that no bundle meets, be it of that bundle or of one that it
 * needs.
 *
 * @param bundles all there are
 */
record Requirements(List<Bundle> bundles) {
    private static final String DYNAMIC = "dynamic";

    /** The first of them, with what comes nearest to it; empty if the framework has resolved the bundle, or can. */
    Optional<String> lack(Bundle bundle) {
        return lack(bundle, new HashMap<>());
    }

    /** Bundles may need each other: each is asked once, and passes as long as it is being asked. */
    private Optional<String> lack(Bundle bundle, Map<Bundle, Optional<String>> asked) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (bundle.getState() != Bundle.INSTALLED || revision == null) {
            return Optional.empty();
        }
        Optional<String> known = asked.putIfAbsent(bundle, Optional.empty());
        if (known != null) {
            return known;
        }
        Optional<String> lack = revision.getDeclaredRequirements(null).stream().filter(Requirements::mustBeMet)
                .flatMap(requirement -> lack(bundle, requirement, asked).stream()).findFirst();
        asked.put(bundle, lack);
        return lack;
    }

    private static boolean mustBeMet(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        String resolution = directives.getOrDefault(Constants.RESOLUTION_DIRECTIVE, "");
        return !resolution.equals(Constants.RESOLUTION_OPTIONAL) && !resolution.equals(DYNAMIC)
                && directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Constants.EFFECTIVE_RESOLVE)
                .equals(Constants.EFFECTIVE_RESOLVE);
    }

    private Optional<String> lack(Bundle bundle, BundleRequirement requirement,
            Map<Bundle, Optional<String>> asked) {
        List<Bundle> providers = capabilities(requirement.getNamespace()).filter(requirement::matches)
                .map(capability -> capability.getRevision().getBundle()).distinct().toList();
        if (providers.isEmpty()) {
            return Optional.of("a bundle that provides what it requires must be there: " + bundle.getSymbolicName()
                    + " requires " + described(requirement) + nearest(requirement)
                    + "; install a bundle that provides it");
        }
        List<Optional<String>> lacks = providers.stream().map(provider -> lack(provider, asked)).toList();
        return lacks.stream().allMatch(Optional::isPresent) ? lacks.get(0) : Optional.empty();
    }

    private Stream<BundleCapability> capabilities(String namespace) {
        return bundles.stream().map(bundle -> bundle.adapt(BundleRevision.class)).filter(Objects::nonNull)
                .flatMap(revision -> revision.getDeclaredCapabilities(namespace).stream());
    }

    private static String described(BundleRequirement requirement) {
        return requirement.getNamespace() + ' '
                + requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "of any kind");
    }

    /** That of the same name, in another version for example; or else that of the name that differs least. */
    private String nearest(BundleRequirement requirement) {
        String namespace = requirement.getNamespace();
        Matcher name = Pattern.compile("\\(" + Pattern.quote(namespace) + "=([^)]*)\\)")
                .matcher(requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, ""));
        String wanted = name.find() ? name.group(1) : "";
        return capabilities(namespace).min(Comparator.comparingInt(each -> Fields.distance(wanted, nameOf(each))))
                .map(each -> "; the nearest is " + nameOf(each) + versionOf(each) + ", of "
                        + each.getRevision().getSymbolicName())
                .orElse("; there is nothing of " + namespace);
    }

    private static String nameOf(BundleCapability capability) {
        return String.valueOf(capability.getAttributes().get(capability.getNamespace()));
    }

    private static String versionOf(BundleCapability capability) {
        Object version = capability.getAttributes().getOrDefault(Constants.VERSION_ATTRIBUTE,
                capability.getAttributes().get(Constants.BUNDLE_VERSION_ATTRIBUTE));
        return version == null ? "" : " in version " + version;
    }
}
