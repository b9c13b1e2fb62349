// SPDX-License-Identifier: Apache-2.0
/** Writes the reference documentation from what the bundles say of themselves: never from a second text. */
package hawser.launcher.docs;
