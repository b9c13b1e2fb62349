// SPDX-License-Identifier: Apache-2.0
/**
 * The plugin host: {@link hawser.plugin.host.internal.PluginExtender} finds plugin bundles, a
 * {@link hawser.plugin.host.internal.HostedPlugin} is one plugin's life, a
 * {@link hawser.plugin.host.internal.Generation} is one generation of it, a
 * {@link hawser.plugin.host.internal.LoadedPlugin} is how that is driven, as its
 * {@link hawser.plugin.host.internal.Execution} says, and {@link hawser.plugin.host.internal.NativeCore} is the way
 * into the C core.
 */
package hawser.plugin.host.internal;
