// SPDX-License-Identifier: Apache-2.0
/**
 * Binding of a native library that a bundle carries; each bundle that needs it carries its own copy of this package.
 */
package hawser.transport.nativelib;
