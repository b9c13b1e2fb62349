// SPDX-License-Identifier: Apache-2.0
/** Starts Hawser's framework, and talks to a running one. Outside of the framework, on the JDK alone. */
package hawser.launcher;
