// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

/** Names of the header that makes a bundle a native plugin, and of the properties of its service. */
public final class NativePluginConstants {
    /** The manifest header: {@code native/libecho.so;events="echo:message:send";execution=thread}. */
    public static final String HEADER = "Hawser-Plugin";
    /** The plugin's name, a {@link String}. */
    public static final String NAME = "plugin.name";
    /** The version its library states, a {@link String}. */
    public static final String VERSION = "plugin.version";
    /** The version of the plugin interface, an {@link Integer}. */
    public static final String API_VERSION = "plugin.api.version";
    /** The plugin's opaque key. */
    public static final String KEY = "plugin.key";
    /** How it is driven, a {@link String}. */
    public static final String EXECUTION = "plugin.execution";
    /** How often it has been loaded, an {@link Integer}. */
    public static final String GENERATION = "plugin.generation";

    private NativePluginConstants() {
    }
}
