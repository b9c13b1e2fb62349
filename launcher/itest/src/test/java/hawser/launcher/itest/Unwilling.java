// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A component that cannot be activated, and the bundle that has it. */
public final class Unwilling {
    static final String WHY = "the lamp at the end of the quay is required: found none";
    private static final String DESCRIPTION = "OSGI-INF/unwilling.xml";

    public Unwilling() {
        throw new IllegalStateException(WHY);
    }

    /** {@return a bundle with it} */
    static byte[] jar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "unwilling");
        attributes.putValue("Service-Component", DESCRIPTION);
        String type = Unwilling.class.getName();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                InputStream code = Unwilling.class.getResourceAsStream("Unwilling.class")) {
            jar.putNextEntry(new JarEntry(DESCRIPTION));
            jar.write(("<component xmlns='http://www.osgi.org/xmlns/scr/v1.3.0' name='unwilling' immediate='true'>"
                    + "<implementation class='" + type + "'/></component>").getBytes(UTF_8));
            jar.putNextEntry(new JarEntry(type.replace('.', '/') + ".class"));
            code.transferTo(jar);
        }
        return bytes.toByteArray();
    }
}
