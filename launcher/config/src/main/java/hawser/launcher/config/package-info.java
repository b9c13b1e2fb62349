// SPDX-License-Identifier: Apache-2.0
/** What can be configured, what it is now, and how to change it. Consumers import {@code [1.0,2.0)}. */
@Export
@Version("1.0.0")
package hawser.launcher.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
