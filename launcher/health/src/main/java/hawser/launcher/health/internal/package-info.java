// SPDX-License-Identifier: Apache-2.0
/** Hawser's health checks, what runs them, and its figures over HTTP and JMX. */
package hawser.launcher.health.internal;
