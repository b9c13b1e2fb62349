// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** Every component's configuration, as its Metatype description tells it. */
final class ConfigurationReference {
    private static final String HEAD = """
            # Configuration

            Each section is one file in `conf/`, with lines `property = value`. A file that is written, changed or
            removed while Hawser runs takes effect at once. What is not set has its default.
            """;
    private static final String MANY = "2147483647";

    /** One configuration: where it goes, and the class that describes it. */
    private record Entry(String file, Element type) {
    }

    private final List<Entry> entries;

    ConfigurationReference(List<BundleJar> bundles) {
        entries = bundles.stream().flatMap(bundle -> bundle.descriptions("OSGI-INF/metatype/").stream())
                .flatMap(ConfigurationReference::entries)
                .sorted(Comparator.comparing(Entry::file)).toList();
    }

    private static Stream<Entry> entries(Element description) {
        return BundleJar.elements(description, "Designate").stream().map(designate -> {
            String type = BundleJar.elements(designate, "Object").get(0).getAttribute("ocdref");
            Element found = BundleJar.elements(description, "OCD").stream()
                    .filter(each -> each.getAttribute("id").equals(type)).findFirst().orElseThrow();
            return new Entry(file(designate), found);
        });
    }

    private static String file(Element designate) {
        String factory = designate.getAttribute("factoryPid");
        return factory.isEmpty() ? designate.getAttribute("pid") + ".cfg" : factory + "~NAME.cfg";
    }

    /** {@return each property without a description, as {@code file: property}} */
    List<String> undescribed() {
        return entries.stream().flatMap(entry -> BundleJar.elements(entry.type(), "AD").stream()
                .filter(property -> property.getAttribute("description").isBlank())
                .map(property -> entry.file() + ": " + property.getAttribute("id"))).toList();
    }

    List<String> files() {
        return entries.stream().map(Entry::file).toList();
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        for (Entry entry : entries) {
            Element type = entry.type();
            text.append("\n## ").append(entry.file()).append("\n\n").append(type.getAttribute("name"));
            if (!type.getAttribute("description").isEmpty()) {
                text.append(". ").append(Markdown.sentence(type.getAttribute("description")));
            }
            text.append(entry.file().contains("~") ? " There can be several, each with a NAME of its own." : "")
                    .append("\n\n| property | default | type | what it is |\n|---|---|---|---|\n")
                    .append(BundleJar.elements(type, "AD").stream().map(ConfigurationReference::row)
                            .collect(Collectors.joining()));
        }
        return text.toString();
    }

    private static String row(Element property) {
        String value = property.getAttribute("default");
        return Markdown.row('`' + property.getAttribute("id") + '`', value.isEmpty() ? "" : '`' + value + '`',
                type(property), property.getAttribute("description"));
    }

    private static String type(Element property) {
        List<String> options = BundleJar.elements(property, "Option").stream()
                .map(option -> '`' + option.getAttribute("value") + '`').toList();
        String type = options.isEmpty() ? property.getAttribute("type") : String.join(", ", options);
        String range = Stream.of("min", "max").filter(property::hasAttribute)
                .map(limit -> limit + ' ' + property.getAttribute(limit)).collect(Collectors.joining(", "));
        return type + (property.getAttribute("cardinality").equals(MANY) ? ", several" : "")
                + (range.isEmpty() ? "" : ", " + range);
    }
}
