// SPDX-License-Identifier: Apache-2.0
/** The server's side of {@code bin/hawser}: commands, start, stop and status over a Unix domain socket. */
package hawser.launcher.shell.internal.control;
