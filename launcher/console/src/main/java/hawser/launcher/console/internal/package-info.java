// SPDX-License-Identifier: Apache-2.0
/** The console's server, who may use it, and what the page can ask for. */
package hawser.launcher.console.internal;
