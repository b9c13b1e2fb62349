// SPDX-License-Identifier: Apache-2.0
/** The shell at a terminal: reads lines, completes them, runs them, and says what went wrong. */
package hawser.launcher.shell.internal.console;
