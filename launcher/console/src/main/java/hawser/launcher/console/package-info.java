// SPDX-License-Identifier: Apache-2.0
/** The web console. Consumers import {@code [1.0,2.0)}. */
@Export
@Version("1.0.0")
package hawser.launcher.console;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
