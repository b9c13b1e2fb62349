// SPDX-License-Identifier: Apache-2.0
/** What tests put into bundles of their own. */
package hawser.launcher.itest.space;
