// SPDX-License-Identifier: Apache-2.0
/** The events of the key-value store and their payloads. */
@Export
@Version("1.0.0")
package hawser.plugin.kv;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
