// SPDX-License-Identifier: Apache-2.0
/** Reads what bundles say about their settings, checks what is configured, and writes it. */
package hawser.launcher.config.internal;
