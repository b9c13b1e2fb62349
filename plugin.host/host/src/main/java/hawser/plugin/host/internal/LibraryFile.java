// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

/**
 * A library as it was read, to be loaded from these bytes and no others.
 *
 * @param name the file's last name, for messages and memory maps
 * @param bytes nobody changes them
 */
record LibraryFile(String name, byte[] bytes) {
}
