// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

/**
 * What one caller may do at one time; replaced as a whole.
 *
 * @param send the events it may send
 * @param handle the events it may handle
 */
record Grants(PermittedEvents send, PermittedEvents handle) {
}
