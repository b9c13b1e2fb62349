// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.util.Locale;

/**
 * A plugin's name as it appears in events: in lower case, with {@code -} for all but letters and digits of ASCII. The
 * runner's {@code name_segment} (call.c) makes the same of it.
 *
 * @param text a well-formed segment
 */
record EventName(String text) {
    static EventName of(String pluginName) {
        String text = pluginName.replaceAll("[^a-zA-Z0-9]", "-").replaceAll("^-+", "").toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            throw new PluginException("a plugin's name must hold a letter or digit to name its events: name="
                    + pluginName);
        }
        return new EventName(text);
    }
}
