// SPDX-License-Identifier: Apache-2.0
/** A bundle that is after other bundles' keys. */
package hawser.launcher.itest.hostile;
