// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** One of Hawser's own bundles, and the descriptions that its build wrote into it. */
record BundleJar(URL root) {
    private static final String OWN = "Hawser";

    static List<BundleJar> onClassPath(ClassLoader loader) throws IOException {
        return Collections.list(loader.getResources(JarFile.MANIFEST_NAME)).stream()
                .filter(url -> url.getProtocol().equals("jar"))
                .map(BundleJar::new).filter(BundleJar::isOwn).toList();
    }

    private boolean isOwn() {
        try {
            return OWN.equals(connection().getManifest().getMainAttributes().getValue("Bundle-Vendor"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JarURLConnection connection() throws IOException {
        return (JarURLConnection) root.openConnection();
    }

    /** {@return the root elements of the XML files directly in that folder} */
    List<Element> descriptions(String folder) {
        try (JarFile jar = new JarFile(connection().getJarFile().getName())) {
            return jar.stream().filter(entry -> entry.getName().matches(folder + "[^/]+\\.xml"))
                    .map(entry -> parse(jar, entry)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Element parse(JarFile jar, JarEntry entry) {
        try (InputStream in = jar.getInputStream(entry)) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            return document.getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("a description must be XML: " + jar.getName() + '!' + entry.getName(), e);
        }
    }

    /** {@return the elements of that name anywhere below another} */
    static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }
}
