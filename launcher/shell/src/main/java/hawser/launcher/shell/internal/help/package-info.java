// SPDX-License-Identifier: Apache-2.0
/** What is known of commands: how they are called, what their arguments can be, and how to say so. */
package hawser.launcher.shell.internal.help;
