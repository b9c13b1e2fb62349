// SPDX-License-Identifier: Apache-2.0
/** Hawser in a real framework, with the bundles of the distribution. */
package hawser.launcher.itest;
