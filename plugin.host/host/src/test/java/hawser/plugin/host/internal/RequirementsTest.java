// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

class RequirementsTest {
    private final List<Bundle> bundles = new ArrayList<>();

    /** Not resolved; it provides and requires capabilities of those namespaces. */
    private Bundle bundle(String name, List<String> provided, List<String> required) {
        BundleRevision[] revision = new BundleRevision[1];
        Bundle bundle = FullChannel.as(Bundle.class, (method, arguments) -> switch (method) {
            case "getState" -> Bundle.INSTALLED;
            case "getSymbolicName" -> name;
            case "adapt" -> revision[0];
            case "hashCode" -> name.hashCode();
            case "equals" -> arguments[0].hashCode() == name.hashCode();
            default -> throw new AssertionError(method);
        });
        revision[0] = FullChannel.as(BundleRevision.class, (method, arguments) -> switch (method) {
            case "getBundle" -> bundle;
            case "getSymbolicName" -> name;
            case "getDeclaredRequirements" -> required.stream().map(RequirementsTest::requirement).toList();
            case "getDeclaredCapabilities" -> provided.stream().filter(arguments[0]::equals)
                    .map(each -> capability(each, revision[0])).toList();
            default -> throw new AssertionError(method);
        });
        bundles.add(bundle);
        return bundle;
    }

    private static BundleRequirement requirement(String namespace) {
        return FullChannel.as(BundleRequirement.class, (method, arguments) -> switch (method) {
            case "getNamespace" -> namespace;
            case "getDirectives" -> Map.of();
            case "matches" -> true;
            default -> throw new AssertionError(method);
        });
    }

    private static BundleCapability capability(String namespace, BundleRevision revision) {
        return FullChannel.as(BundleCapability.class, (method, arguments) -> switch (method) {
            case "getNamespace" -> namespace;
            case "getAttributes" -> Map.of(namespace, namespace);
            case "getRevision" -> revision;
            default -> throw new AssertionError(method);
        });
    }

    private Optional<String> lack(Bundle bundle) {
        return new Requirements(bundles).lack(bundle);
    }

    @Test
    void shouldRememberOfABundleThatIsNeededTwiceThatItLacksSomething() {
        bundle("lacking", List.of("one", "two"), List.of("nothing.provides.this"));
        bundle("fine", List.of("one"), List.of());
        Bundle both = bundle("both", List.of(), List.of("one", "two"));

        Optional<String> lack = lack(both);

        assertTrue(lack.orElse("").contains("lacking requires nothing.provides.this"), lack.toString());
    }

    @Test
    void shouldNotMindBundlesThatNeedEachOther() {
        bundle("left", List.of("left"), List.of("right"));
        Bundle right = bundle("right", List.of("right"), List.of("left"));

        assertEquals(Optional.empty(), lack(right));
    }
}
