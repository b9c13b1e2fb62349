// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import java.util.List;
import java.util.Optional;

/**
 * What a bundle says about one configuration.
 *
 * @param pid its name
 * @param factory whether there can be any number, named {@code pid~NAME}
 * @param title in a few words
 * @param description what it is for
 * @param attributes its settings, in the order of their keys
 */
record Definition(String pid, boolean factory, String title, String description, List<Attribute> attributes) {
    Optional<Attribute> find(String key) {
        return attributes.stream().filter(attribute -> attribute.key().equals(key)).findFirst();
    }

    List<String> keys() {
        return attributes.stream().map(Attribute::key).toList();
    }
}
