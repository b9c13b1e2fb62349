// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.namespace.NativeNamespace;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A bundle's header {@code Bundle-NativeCode}, read for the platform that the framework offers as {@code osgi.native}:
 * a bundle with libraries for several platforms names its plugin's library by the file's name alone. Elsewhere than on
 * these platforms the framework does not resolve the bundle.
 *
 * @param clauses for each platform the libraries, then what it must be
 */
record NativeCode(List<List<String>> clauses) {
    private static final Map<String, String> OFFERED = Map.of(
            Constants.BUNDLE_NATIVECODE_OSNAME, NativeNamespace.CAPABILITY_OSNAME_ATTRIBUTE,
            Constants.BUNDLE_NATIVECODE_PROCESSOR, NativeNamespace.CAPABILITY_PROCESSOR_ATTRIBUTE);

    static NativeCode parse(String header) {
        return new NativeCode(Stream.of(header.split(","))
                .map(clause -> Stream.of(clause.split(";")).map(String::strip).toList()).toList());
    }

    /** {@return the path in the bundle of that library for this platform; empty if the header tells of none} */
    static Optional<String> pathOf(Bundle bundle, String library) {
        String header = bundle.getHeaders("").get(Constants.BUNDLE_NATIVECODE);
        return header == null ? Optional.empty() : parse(header).path(library, platform());
    }

    private static Map<String, Object> platform() {
        Bundle framework = FrameworkUtil.getBundle(NativeCode.class).getBundleContext()
                .getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        return framework.adapt(BundleWiring.class).getCapabilities(NativeNamespace.NATIVE_NAMESPACE).get(0)
                .getAttributes();
    }

    /** {@return the path of that library in the first clause that fits what the platform offers} */
    Optional<String> path(String library, Map<String, Object> platform) {
        return clauses.stream().filter(clause -> clause.stream().allMatch(part -> fits(part, platform)))
                .flatMap(List::stream).filter(path -> path.substring(path.lastIndexOf('/') + 1).equals(library))
                .findFirst();
    }

    /** A path fits anywhere, and so does what is left to the framework, which has resolved the bundle. */
    private static boolean fits(String part, Map<String, Object> platform) {
        String[] words = part.split("=", 2);
        Object offered = platform.get(OFFERED.getOrDefault(words[0].strip().toLowerCase(Locale.ROOT), ""));
        return words.length < 2 || !(offered instanceof Collection<?> names)
                || names.stream().anyMatch(name -> words[1].strip().equalsIgnoreCase(String.valueOf(name)));
    }
}
