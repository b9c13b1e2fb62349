// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest.space;

/** An answer of which each bundle has its own copy. */
public record Mark(int line, int column) {
}
