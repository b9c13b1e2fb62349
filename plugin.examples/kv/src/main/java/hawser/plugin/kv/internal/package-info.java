// SPDX-License-Identifier: Apache-2.0
/** The key-value store: a {@link hawser.plugin.kv.internal.LogFile} and what answers from it. */
package hawser.plugin.kv.internal;
