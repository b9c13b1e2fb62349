// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.Codec;
import hawser.transport.TransportException;
import java.util.Map;
import java.util.function.Function;

/** A plugin's declaration as JSON, beside its library or in its bundle. */
final class SettingsFile {
    private SettingsFile() {
    }

    @SuppressWarnings("unchecked") // JSON objects have texts for names
    static Map<String, Object> read(String path, byte[] bytes, Function<String, Codec> codecs) {
        Codec json = codecs.apply(Codec.JSON);
        if (json == null) {
            throw new PluginException("a codec for " + Codec.JSON + " is required to read " + path
                    + " and there is none: start the bundle hawser.transport.router");
        }
        try {
            if (json.decode(bytes, Object.class) instanceof Map<?, ?> fields) {
                return (Map<String, Object>) fields;
            }
        } catch (TransportException e) {
            throw new PluginException(path + " must be JSON: " + e.getMessage(), e);
        }
        throw new PluginException(path + " must be a JSON object, as in {\"execution\": \"thread\"}");
    }
}
