// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest.space;

import java.util.List;

/** A payload of which each bundle has its own copy. */
public record Get(String key, List<Mark> marks) {
}
