// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** A bundle made on the spot of copies of some of the tests' classes; the first is its activator. */
final class ClassBundle {
    private final String name;
    private final List<Class<?>> classes;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String renamed = "";
    private String to = "";

    ClassBundle(String name, Class<?>... classes) {
        this.name = name;
        this.classes = new ArrayList<>(List.of(classes));
    }

    ClassBundle header(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** Renames what its classes declare; both names have one length. */
    ClassBundle renaming(String old, String other) {
        renamed = old;
        to = other;
        return this;
    }

    Bundle install(BundleContext context) throws IOException, BundleException {
        return context.installBundle("test:" + name, new ByteArrayInputStream(jar()));
    }

    private byte[] jar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        attributes.putValue("Bundle-Activator", classes.get(0).getName());
        attributes.putValue("Import-Package", "hawser.transport,org.osgi.framework");
        headers.forEach(attributes::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Class<?> type : classes) {
                jar.putNextEntry(new JarEntry(type.getName().replace('.', '/') + ".class"));
                jar.write(bytes(type));
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private byte[] bytes(Class<?> type) throws IOException {
        try (InputStream stream = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            String text = new String(stream.readAllBytes(), ISO_8859_1);
            return (renamed.isEmpty() ? text : text.replace(renamed, to)).getBytes(ISO_8859_1);
        }
    }
}
