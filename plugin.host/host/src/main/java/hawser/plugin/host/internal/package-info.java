// SPDX-License-Identifier: Apache-2.0
/**
 * The plugin host: {@link hawser.plugin.host.internal.PluginExtender} finds plugin bundles, a
 * {@link hawser.plugin.host.internal.HostedPlugin} is one plugin's life, a
 * {@link hawser.plugin.host.internal.LoadedPlugin} is one generation of it while its library is loaded, and
 * {@link hawser.plugin.host.internal.NativeCore} is the way into the C core.
 */
package hawser.plugin.host.internal;
