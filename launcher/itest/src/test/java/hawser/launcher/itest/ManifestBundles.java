// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Bundles made on the spot, in whose name a test acts by their context, or which have classes of their own. */
final class ManifestBundles {
    private ManifestBundles() {
    }

    /** A started bundle with these headers and copies of these classes. */
    static Bundle start(BundleContext context, String name, Map<String, String> headers, Class<?>... classes)
            throws IOException, BundleException {
        Bundle bundle = install(context, name, headers, classes);
        bundle.start();
        return bundle;
    }

    /** The same, not started. */
    static Bundle install(BundleContext context, String name, Map<String, String> headers, Class<?>... classes)
            throws IOException, BundleException {
        return context.installBundle("test:" + name, jar(name, headers, classes));
    }

    private static InputStream jar(String name, Map<String, String> headers, Class<?>... classes) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        attributes.putValue("DynamicImport-Package", "hawser.transport,hawser.plugin.host,org.osgi.*,javax.management");
        headers.forEach(attributes::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Class<?> type : classes) {
                String path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (InputStream code = type.getResourceAsStream('/' + path)) {
                    code.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
