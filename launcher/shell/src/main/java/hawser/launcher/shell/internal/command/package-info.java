// SPDX-License-Identifier: Apache-2.0
/** What can be typed: each command returns a {@link hawser.launcher.shell.internal.command.Listing} or a text. */
package hawser.launcher.shell.internal.command;
