// SPDX-License-Identifier: Apache-2.0
/** Hawser as its users get it: the distribution's bundles in Felix, and its services. */
package hawser.launcher.bench.product;
