// SPDX-License-Identifier: Apache-2.0
/** Stress tests in the ring's own package, so that they see what it hides. */
package hawser.transport.channel.internal;
